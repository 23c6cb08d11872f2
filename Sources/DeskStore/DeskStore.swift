// DeskStore
