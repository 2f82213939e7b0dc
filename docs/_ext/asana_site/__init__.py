"""The extension of Sphinx that generates the API reference of the site."""
def setup(app):
    return {}
