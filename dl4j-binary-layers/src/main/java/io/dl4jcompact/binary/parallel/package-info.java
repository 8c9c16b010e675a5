/**
 * Boolean layers in Deeplearning4j's {@code ParallelWrapper}. Read {@link
 * io.dl4jcompact.binary.parallel.VotingParallelWrapper} first. This package needs the artifact
 * deeplearning4j-parallel-wrapper.
 */
package io.dl4jcompact.binary.parallel;
