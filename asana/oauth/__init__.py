"""OAuth 2: the session of an app, and the token endpoint. Imported only when OAuth is used."""
