package inquiry

// State is where a case stands.
type State string

// The states.
const (
	Signalled     State = "signalled"
	AwaitingBasis State = "awaiting_basis"
	Enriching     State = "enriching"
	Investigating State = "investigating"
	InHearing     State = "hearing"
	Proposed      State = "proposed"
	InApproval    State = "in_approval"
	Executing     State = "executing" // decided: the letters are on their way
	Closed        State = "closed"
)

// States is every state, in the order of a usual case.
var States = []State{Signalled, AwaitingBasis, Enriching, Investigating, InHearing, Proposed, InApproval, Executing, Closed}

// The kinds of events, as they are stored.
const (
	kindOpened       = "inquiry.opened/1"
	kindAccepted     = "inquiry.accepted/1"
	kindAssigned     = "inquiry.assigned/1"
	kindBasis        = "inquiry.basis/1"
	kindReasked      = "inquiry.reasked/1" // the basis was asked for once more
	kindEnriched     = "inquiry.enriched/1"
	kindAssessed     = "inquiry.assessed/1"
	kindHearingSent  = "inquiry.hearing_sent/1"
	kindAnswered     = "inquiry.answered/1"
	kindExtended     = "inquiry.hearing_extended/1"
	kindExempted     = "inquiry.hearing_exempted/1"
	kindHearingOver  = "inquiry.hearing_over/1" // the answer's time has passed
	kindProposed     = "inquiry.proposed/1"
	kindSubmitted    = "inquiry.submitted/1"
	kindWithdrawn    = "inquiry.withdrawn/1"
	kindRejected     = "inquiry.rejected/1"
	kindDecided      = "inquiry.decided/1"
	kindDecidedAlone = "inquiry.decided_alone/1" // by the program, without a proposal
	kindDispatched   = "inquiry.dispatched/1"
	kindRecalled     = "inquiry.recalled/1" // the decision was withdrawn before it was sent
	kindDiscontinued = "inquiry.discontinued/1"
	kindStopped      = "inquiry.stopped/1"
	kindResumed      = "inquiry.resumed/1"
	kindReported     = "inquiry.police_reported/1"
	kindEscalated    = "inquiry.escalated/1"
)

// transition is a row of the table: an event that may come in a state, and where it leads;
// "" stays.
type transition struct {
	from State
	by   string
	to   State
}

// table is the machine. An event without a row is an error, never passed over. Where an
// event leads is decided by the table alone but for a basis, which leads back to
// investigating only when it changes what is in force (Case.take).
var table = func() []transition {
	t := []transition{
		{Signalled, kindAccepted, AwaitingBasis},
		{AwaitingBasis, kindBasis, Enriching},
		{AwaitingBasis, kindReasked, ""},
		{Enriching, kindBasis, ""},
		{Enriching, kindEnriched, Investigating},
		{Investigating, kindBasis, ""},
		{Investigating, kindEnriched, ""},
		{Investigating, kindAssessed, ""},
		{Investigating, kindHearingSent, InHearing},
		{Investigating, kindExempted, ""},
		{Investigating, kindAnswered, ""}, // an answer that comes late is read all the same
		{Investigating, kindProposed, Proposed},
		{InHearing, kindBasis, Investigating},
		{InHearing, kindAssessed, ""},
		{InHearing, kindExtended, ""},
		{InHearing, kindAnswered, Investigating},
		{InHearing, kindHearingOver, Investigating},
		{Proposed, kindBasis, Investigating},
		{Proposed, kindAnswered, Investigating},
		{Proposed, kindWithdrawn, Investigating},
		{Proposed, kindSubmitted, InApproval},
		{InApproval, kindBasis, Investigating},
		{InApproval, kindAnswered, Investigating},
		{InApproval, kindWithdrawn, Proposed},
		{InApproval, kindRejected, Investigating},
		{InApproval, kindDecided, Executing},
		{Investigating, kindDecidedAlone, Executing}, // no proposal, no approval
		{Executing, kindDispatched, Closed},
		{Executing, kindRecalled, Closed},
	}
	for _, s := range States {
		if s == Closed {
			continue
		}
		t = append(t, transition{s, kindReported, ""}, transition{s, kindEscalated, ""}, transition{s, kindAssigned, ""})
		if s == Executing {
			continue
		}
		t = append(t, transition{s, kindDiscontinued, Closed}, transition{s, kindStopped, ""}, transition{s, kindResumed, ""})
	}
	// What is learnt after the end is kept, and changes nothing: a new basis becomes a new case.
	return append(t, transition{Executing, kindBasis, ""}, transition{Closed, kindBasis, ""}, transition{Closed, kindReported, ""})
}()

type stateAndKind struct {
	from State
	by   string
}

var next = func() map[stateAndKind]State {
	m := make(map[stateAndKind]State, len(table))
	for _, t := range table {
		to := t.to
		if to == "" {
			to = t.from
		}
		m[stateAndKind{t.from, t.by}] = to
	}
	return m
}()

// IsOpen reports whether something is still to be done.
func (s State) IsOpen() bool { return s != Closed }

// Result is what a case came to.
type Result string

// The results.
const (
	NoResult     Result = ""
	RepayFull    Result = "repay_full"
	RepayPart    Result = "repay_part"
	NotWrong     Result = "not_wrong"   // nothing was wrongly paid
	NotLiable    Result = "not_liable"  // SFB 108:2–10
	WaivedWhole  Result = "waived"      // SFB 108:11
	BelowLimit   Result = "below_limit" // SFB 98:6, or the least amount a case is opened for
	Barred       Result = "time_barred" // nothing of it may be demanded any more
	NoRepayment  Result = "no_repayment"
	Discontinued Result = "discontinued"
	Withdrawn    Result = "withdrawn" // decided, and taken back before it was sent
	Upheld       Result = "upheld"    // of a review: the decision stands
	Lowered      Result = "lowered"   // of a review
	Revoked      Result = "revoked"   // of a review: nothing is left of it
)

// Results is every result a closed case may have.
var Results = []Result{RepayFull, RepayPart, NotWrong, NotLiable, WaivedWhole, BelowLimit, Barred, NoRepayment, Discontinued, Withdrawn, Upheld, Lowered, Revoked}

// commands names, for those who offer them, the event each command adds.
var commands = map[string]string{"accept": kindAccepted, "assign": kindAssigned, "basis": kindBasis, "enrich": kindEnriched, "assess": kindAssessed, "hear": kindHearingSent,
	"answer": kindAnswered, "extend": kindExtended, "close": kindHearingOver, "spare": kindExempted, "propose": kindProposed, "submit": kindSubmitted, "withdraw": kindWithdrawn,
	"reject": kindRejected, "approve": kindDecided, "recall": kindRecalled, "discontinue": kindDiscontinued, "halt": kindStopped, "resume": kindResumed, "report": kindReported, "follow": kindDispatched}

// Takes reports whether a command may come in the state the case is in. What else it needs is
// for the command itself to say.
func (c *Case) Takes(command string) bool {
	_, ok := next[stateAndKind{c.State, commands[command]}]
	return ok
}
