package io.dl4jcompact.runtime.format;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that this thread has ever taken from the heap. */
final class AllocatedBytes {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocatedBytes() {}

  static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
