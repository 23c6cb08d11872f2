// CalClient
