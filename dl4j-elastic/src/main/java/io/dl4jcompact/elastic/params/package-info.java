/** Which parameters the layers have, and where. */
package io.dl4jcompact.elastic.params;
