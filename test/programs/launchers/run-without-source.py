# Compiles a program into a folder of its own, names a source that does not exist, and becomes the compiled program.
import os
import py_compile
import sys
import tempfile

python, program = sys.argv[1:]
name = os.path.basename(program)
target = os.path.join(tempfile.mkdtemp(prefix="straggler-sourceless-"), name + "c")
py_compile.compile(program, cfile=target, dfile="/srv/gone/" + name, doraise=True)
descriptor = os.open(target, os.O_RDONLY)
os.unlink(target)
os.rmdir(os.path.dirname(target))
os.set_inheritable(descriptor, True)
os.execv(python, [python, "/proc/self/fd/%d" % descriptor])
