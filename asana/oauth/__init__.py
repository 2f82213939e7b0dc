"""OAuth 2: the session of an app, and the token endpoint. Imported only if OAuth is used."""
