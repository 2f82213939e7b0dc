"""What a call is put together from: paths, the parts of a request, and values as Asana reads them."""
