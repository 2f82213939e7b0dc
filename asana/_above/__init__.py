"""Methods of the resources that go beyond the API and send several requests."""
