"""What a call is put together from: paths, parts of a request, values as Asana reads them."""
