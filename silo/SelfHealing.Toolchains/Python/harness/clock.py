"""Stops a test that spins."""
import signal
import time


class OutOfTime(BaseException):
    """The test used more processor time than a test may."""


class Clock:
    """Stops a test that spins: a limit of processor time, wider when honest tests of the suite need it."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.slowest = 0.0

    def start(self):
        self.began = time.process_time()
        if signal.getsignal(signal.SIGPROF) in (signal.SIG_DFL, self.expire):
            signal.signal(signal.SIGPROF, self.expire)
            signal.setitimer(signal.ITIMER_PROF, max(self.seconds, 20 * self.slowest), 0.5)

    def stop(self, timed_out):
        signal.setitimer(signal.ITIMER_PROF, 0)
        if timed_out:
            self.seconds = min(self.seconds, 2.0)  # one test that spins makes others likely
        else:
            self.slowest = max(self.slowest, time.process_time() - self.began)

    @staticmethod
    def expire(signum, frame):
        raise OutOfTime("the test used up its processor time")
