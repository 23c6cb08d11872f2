// LocalServer
import FlyingFox
import GRDB
