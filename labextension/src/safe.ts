import type { Review } from './model';
import { together } from './sketch';
import type { Edit, Finding } from './wire';

/** The edits of all fixes that are safe and can be applied together. */
export function safeEdits(review: Review): Edit[] {
  return together(safeFixes(review).map(finding => finding.fix!.edits));
}

/** The findings with a safe fix whose text is still as it was checked. */
export function safeFixes(review: Review): Finding[] {
  return review.report?.findings.filter(finding => finding.fix?.safe && review.isLive(finding)) ?? [];
}
