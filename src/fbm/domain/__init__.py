"""Pure code: values, names, numbers. Nothing here opens a file, reads a clock or imports a heavy library."""
