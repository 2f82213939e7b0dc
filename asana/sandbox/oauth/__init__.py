"""OAuth 2 without HTTP: registered apps, scopes, authorization codes and tokens."""
