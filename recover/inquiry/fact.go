package inquiry

import (
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// The bodies of events, as they are stored.
type (
	acceptedBody struct {
		Reason string `json:"reason,omitempty"`
	}
	assignedBody struct {
		Owner string `json:"owner"` // "" nobody
		Unit  string `json:"unit,omitempty"`
	}
	reaskedBody  struct{}
	enrichedBody struct {
		// Protected, Deceased and Abroad are of the persons who were paid.
		Protected bool     `json:"protected,omitempty"`
		Deceased  bool     `json:"deceased,omitempty"`
		Abroad    bool     `json:"abroad,omitempty"`
		Minor     bool     `json:"minor,omitempty"`
		Unknown   []string `json:"unknown,omitempty"` // what could not be looked up
	}
	hearingBody struct {
		AnswerBy calendar.Date `json:"answer_by"`
		Amount   money.Amount  `json:"amount"`
		Grounds  []string      `json:"grounds"`
		Basis    int           `json:"basis"`
		Letter   string        `json:"letter,omitempty"`
		// Heard is everyone who was told.
		Heard []identity.Number `json:"heard"`
	}
	saidBody struct {
		Text string `json:"text"`
	}
	extendedBody struct {
		Until  calendar.Date `json:"until"`
		Reason string        `json:"reason"`
	}
	rejectedBody struct {
		Steps []StepWord `json:"steps"`
	}
	reasonBody struct {
		Reason string `json:"reason"`
	}
	escalatedBody struct {
		Does string `json:"does"`
		For  string `json:"for,omitempty"`
	}
)

// same reports whether two look-ups found the same.
func (b *enrichedBody) same(o *enrichedBody) bool {
	return b != nil && b.Protected == o.Protected && b.Deceased == o.Deceased && b.Abroad == o.Abroad && b.Minor == o.Minor && slices.Equal(b.Unknown, o.Unknown)
}

// Proposal is what another person is asked to approve: the digest of everything the
// decision rests on. A case that comes to another digest is not what was proposed.
type Proposal struct {
	Basis  int          `json:"basis"`
	Repay  money.Amount `json:"repay"`
	Result Result       `json:"result"`
	Claims []NewClaim   `json:"claims,omitempty"`
	Digest string       `json:"digest"`
	Reason string       `json:"reason,omitempty"` // what the proposer wants to say to the approver
	Reply  string       `json:"reply,omitempty"`  // what the agency says to what the person answered

	By          string        `json:"-"`
	On          calendar.Date `json:"-"`
	SubmittedBy string        `json:"-"`
	SubmittedOn calendar.Date `json:"-"`
}

// Decided is the decision.
type Decided struct {
	Digest  string       `json:"digest"`
	Basis   int          `json:"basis"`
	Result  Result       `json:"result"`
	Repay   money.Amount `json:"repay"`
	Claims  []NewClaim   `json:"claims,omitempty"`
	Letters []string     `json:"letters,omitempty"`
	// SentTo is whom each of Letters goes to.
	SentTo   []identity.Number `json:"sent_to,omitempty"`
	Entries  []LedgerEntry     `json:"entries,omitempty"`
	Proposer string            `json:"proposer,omitempty"` // "" when it was automatic
	Auto     bool              `json:"automatic,omitempty"`
	Words    []StepWord        `json:"words,omitempty"` // what the approver said, step by step

	By string           `json:"-"`
	On calendar.Date    `json:"-"`
	At calendar.Instant `json:"-"`
}

// LedgerEntry is what the decision is in the books: a demand on somebody, under the
// appropriation item its benefit is paid from.
type LedgerEntry struct {
	Claim   string       `json:"claim"`
	Item    string       `json:"item"`
	Benefit string       `json:"benefit"`
	Amount  money.Amount `json:"amount"` // öre; a lowered claim has it below 0
}

// effects is what each kind does to a case. Where it leads stands in the table of the machine.
var effects map[string]func(*Case, *journal.Event) error

func init() {
	effects = map[string]func(*Case, *journal.Event) error{
		kindAccepted: nothing,
		kindReasked:  func(c *Case, e *journal.Event) error { c.Reasked = e.OccurredOn; return nil },
		kindAssigned: with(func(c *Case, e *journal.Event, b assignedBody) {
			c.Owner = b.Owner
			if b.Unit != "" {
				c.Unit = b.Unit
			}
		}),
		kindBasis: with(func(c *Case, e *journal.Event, b Basis) {
			b.Number, b.On, b.At, b.By = len(c.Bases)+1, e.OccurredOn, e.RecordedAt, e.Actor
			c.Bases = append(c.Bases, b)
			if c.State.IsOpen() && c.State != Executing && c.disturbsWith(len(c.Bases)-1) {
				c.Proposal = nil
			}
		}),
		kindEnriched: with(func(c *Case, e *journal.Event, b enrichedBody) { c.Enriched = &b }),
		kindAssessed: with(func(c *Case, e *journal.Event, a Assessment) {
			a.On, a.At, a.By = e.OccurredOn, e.RecordedAt, e.Actor
			c.Assessments[a.Step] = append(c.Assessments[a.Step], a)
			delete(c.rejected, a.Step)
		}),
		kindHearingSent: with(func(c *Case, e *journal.Event, b hearingBody) {
			c.Hearings = append(c.Hearings, Hearing{SentOn: e.OccurredOn, AnswerBy: b.AnswerBy, Amount: b.Amount, Grounds: b.Grounds, Basis: b.Basis, Letter: b.Letter, Heard: b.Heard, By: e.Actor})
			c.Exempt = nil
		}),
		kindAnswered: with(func(c *Case, e *journal.Event, b saidBody) {
			if n := len(c.Hearings); n > 0 {
				c.Hearings[n-1].Answers = append(c.Hearings[n-1].Answers, Said{e.OccurredOn, b.Text, e.Actor})
				c.Hearings[n-1].Over = len(c.Hearings[n-1].Heard) <= 1 // one answer takes no time from the others
			}
			c.Proposal = nil
		}),
		kindExtended: with(func(c *Case, e *journal.Event, b extendedBody) {
			h := &c.Hearings[len(c.Hearings)-1]
			h.AnswerBy = b.Until
			h.Extended = append(h.Extended, Said{b.Until, b.Reason, e.Actor})
		}),
		kindExempted: with(func(c *Case, e *journal.Event, b Exemption) {
			b.By = e.Actor
			c.Exempt = &b
		}),
		kindHearingOver: func(c *Case, e *journal.Event) error { c.Hearings[len(c.Hearings)-1].Over = true; return nil },
		kindProposed: with(func(c *Case, e *journal.Event, b Proposal) {
			b.By, b.On, b.SubmittedOn = e.Actor, e.OccurredOn, calendar.None
			c.Proposal = &b
		}),
		kindSubmitted: func(c *Case, e *journal.Event) error {
			c.Proposal.SubmittedBy, c.Proposal.SubmittedOn = e.Actor, e.OccurredOn
			return nil
		},
		kindWithdrawn: func(c *Case, e *journal.Event) error {
			if c.State == Proposed {
				c.Proposal = nil
			}
			return nil
		},
		kindRejected: with(func(c *Case, e *journal.Event, b rejectedBody) {
			c.Rejections = append(c.Rejections, Rejection{e.OccurredOn, e.Actor, b.Steps})
			for _, s := range b.Steps {
				c.rejected[s.Step] = s.Text
			}
			c.Proposal = nil
		}),
		kindDecided:      with(decided),
		kindDecidedAlone: with(decided),
		kindDispatched:   func(c *Case, e *journal.Event) error { c.Dispatched = e.OccurredOn; return nil },
		kindRecalled: with(func(c *Case, e *journal.Event, b reasonBody) {
			c.Result, c.EndReason = Withdrawn, b.Reason
		}),
		kindDiscontinued: with(func(c *Case, e *journal.Event, b reasonBody) {
			c.Result, c.EndReason, c.Proposal = Discontinued, b.Reason, nil
		}),
		kindStopped:   with(func(c *Case, e *journal.Event, b Stop) { c.Stop = &b }),
		kindResumed:   func(c *Case, e *journal.Event) error { c.Stop = nil; return nil },
		kindReported:  with(func(c *Case, e *journal.Event, b PoliceReport) { b.By = e.Actor; c.Reports = append(c.Reports, b) }),
		kindEscalated: nothing,
	}
}

func decided(c *Case, e *journal.Event, b Decided) {
	b.By, b.On, b.At = e.Actor, e.OccurredOn, e.RecordedAt
	c.Decision, c.Result = &b, b.Result
}

func nothing(*Case, *journal.Event) error { return nil }

// with reads the body of an event before it takes effect.
func with[B any](effect func(*Case, *journal.Event, B)) func(*Case, *journal.Event) error {
	return func(c *Case, e *journal.Event) error {
		b, err := journal.ReadBody[B](e)
		if err != nil {
			return err
		}
		effect(c, e, b)
		return nil
	}
}

// disturbsWith reports whether the message at i changed what was in force before it.
func (c *Case) disturbsWith(i int) bool { return c.disturbs(currentOf(c.Bases[:i])) }
