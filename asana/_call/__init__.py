"""What a call is put together from: the verbs, paths, and values as Asana reads them."""
