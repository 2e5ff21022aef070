# A method of an XML-RPC server is at work on the main thread: the server makes a Fault of the SystemExit that the handler raises.
# cause: signal-handler-failed
# culprit: stop
# kind: signal-handler
# says: not the service's
# joined: no
import signal
import sys
import threading
import time
import xmlrpc.client
import xmlrpc.server


def report():
    time.sleep(0.5)
    return "done"


def stop(number, frame):  #< frame
    sys.exit(0)


def ask(address):
    proxy = xmlrpc.client.ServerProxy("http://%s:%d" % address)
    print("READY", flush=True)
    while True:
        try:
            proxy.report()
        except xmlrpc.client.Fault as fault:
            print("fault:", fault, flush=True)


signal.signal(signal.SIGTERM, stop)
server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False)
server.register_function(report)
threading.Thread(target=ask, args=(server.server_address,), daemon=True).start()
server.serve_forever()
