package staff

import "testing"

// The form of an act, what it would do, what stands in its way, and what somebody else did
// meanwhile.
func TestClaimAct_pagesAreAsTheGoldenOnes(t *testing.T) {
	a := actAgency(t)
	const id = "2018-001004"
	form := a.previewed(id, "demand", "act_account", "bankgiro 123-4567", "act_fee", "180")
	golden(t, "claim_act-preview", form.body)
	golden(t, "claim_act", a.send("GET", actTarget(id)+"?do=demand", worker).body)
	golden(t, "claim_act-refused", a.previewed(id, "handover").body)
	golden(t, "claim_act-plan", a.previewed("2024-001001", "plan_agree", "act_months", "3", "act_claims", "2024-001002").body)
	v := actFormOf(t, form.body, "do")
	a.carriedOut(id, "pause", "act_reason", "utsiktslöst")
	golden(t, "claim_act-conflict", a.post(actTarget(id), worker, v).body)
}
