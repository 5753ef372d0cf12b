package inquiry

import "balans/journal"

// GuardEdition numbers what Guards returns: it is raised by one whenever that changes.
const GuardEdition = 1

// Guards are the gravest rules of cases as the database itself holds them, for every program
// that writes to it: a decision of a person was submitted, and is not of one who proposed or
// submitted it in the case, ever; and who decided does not take it back.
func Guards() []journal.Guard {
	const own = "nobody approves what they have proposed themselves (Balans egen regel)"
	return []journal.Guard{
		{Kind: kindDecided, Name: "own-proposal", NotBy: []string{kindProposed, kindSubmitted}, Says: own},
		{Kind: kindDecided, Name: "not-submitted", BlockedBy: []string{kindOpened, kindWithdrawn, kindRejected, kindAnswered}, ReleasedBy: []string{kindSubmitted},
			Says: "a decision of a person was submitted for approval, and nothing has changed since (Balans egen regel)"},
		{Kind: kindDecidedAlone, Name: "not-by-rule", Needs: []string{kindAssessed}, BlockedBy: []string{kindDecided, kindDecidedAlone}, Says: "a case is decided once, and its steps before (Balans egen regel)"},
		{Kind: kindRecalled, Name: "own-decision", NotBy: []string{kindDecided}, Needs: []string{kindDecided, kindDecidedAlone}, BlockedBy: []string{kindDispatched},
			Says: "a decision is taken back by another than who made it, before it was sent (Balans egen regel)"},
	}
}
