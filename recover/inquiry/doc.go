// Package inquiry is the recovery case: from a signal that something was wrongly paid to
// the decision whether it is to be repaid.
//
// So far it holds the first state of a case, the signal, with the evidence it came with,
// and what cases teach about causes:
//
//	a control's confirmed finding ─▶ SIGNALLED (the case, its evidence, its cause)
//	cases by benefit and cause    ─▶ proposals for controls
//
// A case is a stream of events under the person. It is opened in one piece with the note
// on the finding that it went on to it, so that no finding leads to two cases and no case
// has lost its evidence.
//
// Still to come here: the basis by day, hearing, liability, waiver, limitation, amount,
// parties, approval and execution. What this package does not do: it makes no claim.
package inquiry
