package io.dl4jcompact.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sessions that nobody uses at the moment: at most a given number, so that a burst of many threads
 * does not keep its memory for ever.
 */
final class SessionPool {

  private final BlockingQueue<Session> idle;
  private final CompactModel model;

  /**
   * @param most sessions that are kept, at least 1
   * @param model makes a session where none is idle
   */
  SessionPool(int most, CompactModel model) {
    idle = new ArrayBlockingQueue<>(most);
    this.model = model;
  }

  /** A session for the caller alone, until it is given back. */
  Session take() {
    Session session = idle.poll();
    return session == null ? model.newSession() : session;
  }

  /** Keeps a session for the next caller, unless enough are kept. */
  void giveBack(Session session) {
    idle.offer(session);
  }
}
