"""What people plug into ``requests`` goes on working."""
