// Package enforcement is the way to Kronofogden on both tracks, as commands and as
// data that states what the law wants stated.
//
// Civil track (decided before 2022-09-01, and mistaken payments): a reminder, a
// demand with all that INKL 5 asks for, an order to pay, a title, enforcement.
//
//	reminded ─▶ demanded ─▶ order applied ─▶ (disputed) ─▶ titled ─▶ enforced ─▶ returned
//	                            └─▶ order ended ─▶ demanded
//
// Public track (decided since): the decision is itself a title when it is final. The
// claim is handed over with its amounts per component, and closed in the agency's
// books when Kronofogden has registered it.
//
//	sent ─▶ accepted ─▶ booked ─▶ (message ─▶ answered) ─▶ (recall asked) ─▶ returned
//	  └─▶ refused (corrected, sent again)        └─▶ recall refused ─▶ booked
//
// What Kronofogden has been told is never kept apart: it is the claim as it was known
// when it was told. What it must still be told is the difference between that and
// the claim as it is known now (Owes).
//
// What it does not do: it writes no letters (Demand.Text is a preview) and no files
// to Kronofogden, and reads none. The codes of refusal are our own, until
// Kronofogden's are known. It does not decide that a claim is doubtful: it sees
// contests and stays only (INKL 8). It charges no fee by itself but that of an
// application for an order to pay.
package enforcement
