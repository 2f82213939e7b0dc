"""The methods of resources that go beyond the API and send several requests."""
