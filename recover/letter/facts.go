package letter

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
)

// Facts are what one letter states. Every type of them is written by one template, and
// stands in the journal as JSON: the shape of a version never changes. Days that are not
// stated are calendar.None; 0 (1970-01-01) is read as None too. None of them holds an
// identity number or an address.
type Facts interface {
	// template is the id of the template that writes them.
	template() string
	// faults are what is missing, or does not agree with itself.
	faults(*faults)
}

// Subject is what a letter is about.
type Subject struct {
	Case    string        `json:"case,omitempty"`
	Claim   string        `json:"claim,omitempty"`
	Benefit benefit.Code  `json:"benefit"`
	From    calendar.Date `json:"from"` // the days that are concerned
	To      calendar.Date `json:"to"`
}

// Line is a part of the days, in öre before tax. What is left when NotRecovered and Waived
// are taken from Paid less Entitled is to be repaid.
type Line struct {
	From         calendar.Date `json:"from"`
	To           calendar.Date `json:"to"`
	Paid         money.Amount  `json:"paid"`
	Entitled     money.Amount  `json:"entitled"`
	NotRecovered money.Amount  `json:"not_recovered,omitempty"`
	Waived       money.Amount  `json:"waived,omitempty"`
}

// Sums are the lines together, in öre before tax.
type Sums struct {
	Paid         money.Amount `json:"paid"`
	Entitled     money.Amount `json:"entitled"`
	Overpaid     money.Amount `json:"overpaid"` // Paid less Entitled
	NotRecovered money.Amount `json:"not_recovered,omitempty"`
	Waived       money.Amount `json:"waived,omitempty"`
}

// PayTo is how to pay.
type PayTo struct {
	Account   string `json:"account"`   // such as "bankgiro 123-4567"
	Reference string `json:"reference"` // what the payer states, such as an OCR number
}

// Material is one thing the case rests on, for the person to see and answer (FL 25).
type Material struct {
	What string        `json:"what"`           // in Swedish
	From string        `json:"from,omitempty"` // who told it; "" when it must not be said or is ourselves
	On   calendar.Date `json:"on"`
}

// Officials are those whose names a letter bears. Withhold leaves the names out, where there
// is a risk of threats or worse (FL 33 st.4); the case keeps them.
type Officials struct {
	By        string   `json:"by,omitempty"`           // who decided, or handles the case
	Presenter string   `json:"presented_by,omitempty"` // who presented it (föredragande)
	TookPart  []string `json:"took_part,omitempty"`    // who else took part in the end
	Withhold  bool     `json:"withhold,omitempty"`
}

// Hearing is the letter that tells the person everything that matters before the decision,
// and gives time to answer (kommunicering, FL 25).
type Hearing struct {
	Subject
	Sums
	Lines    []Line        `json:"lines"`
	Sections []statute.Ref `json:"sections"`
	// Facts, Liability and Waiver are the three steps as they look now, in Swedish: what was
	// wrong, whether the person is to repay it, whether all or a part is to be let off.
	// Liability and Waiver may be empty, and are then said to be open.
	Reasons  Reasons       `json:"reasons"`
	Material []Material    `json:"material"`
	Proposed money.Amount  `json:"proposed"` // what may be demanded, öre before tax
	AnswerBy calendar.Date `json:"answer_by"`
	// Again: an earlier letter is replaced by this one, for the reason in Changed.
	Again     bool   `json:"again,omitempty"`
	Changed   string `json:"changed,omitempty"`
	Officials `json:"officials"`
}

// Reasons are the three steps of a recovery case, in plain Swedish.
type Reasons struct {
	Facts     string `json:"facts"`     // was it wrongly paid, and how is that known
	Liability string `json:"liability"` // is the person to repay it
	Waiver    string `json:"waiver"`    // is all or a part of it let off
}

// Outcome is what was decided.
type Outcome string

// The outcomes.
const (
	RepayAll  Outcome = "repay-all"
	RepayPart Outcome = "repay-part" // a part is waived, or not recovered
	RepayNone Outcome = "repay-none" // nothing: not liable, waived, below a limit or time barred
)

// Decision is the decision of a recovery case, with all that FL 31, FL 32 and FL 33 ask for,
// and how it is paid.
type Decision struct {
	Subject
	Sums
	Outcome Outcome `json:"outcome"`
	// Principal is the whole that is demanded, öre before tax: Overpaid less NotRecovered and
	// Waived, and Charge.
	Principal money.Amount `json:"principal"`
	Charge    money.Amount `json:"charge,omitempty"` // the part of Principal that bears no interest (SFB 98:7)
	// Tax and Net are of Overpaid, for information: what was withheld, and what was paid out.
	// Both 0: not stated.
	Tax   money.Amount `json:"tax,omitempty"`
	Net   money.Amount `json:"net,omitempty"`
	Lines []Line       `json:"lines"`

	Sections []statute.Ref `json:"sections"` // the provisions it rests on
	Cause    Cause         `json:"cause"`
	Reasons  Reasons       `json:"reasons"`

	// The hearing: sent on a day, answered or not. NotHeard is why there was none (FL 25),
	// in Swedish, when HeardOn is None.
	HeardOn    calendar.Date `json:"heard_on"`
	AnswerBy   calendar.Date `json:"answer_by"`
	AnsweredOn calendar.Date `json:"answered_on"`
	Answer     string        `json:"answer,omitempty"`     // what the person said, in short
	AnswerMet  string        `json:"answer_met,omitempty"` // what the agency says to it
	NotHeard   string        `json:"not_heard,omitempty"`

	DecidedOn calendar.Date `json:"decided_on"`
	Automatic bool          `json:"automatic,omitempty"` // no person decided it (FL 28)
	Officials `json:"officials"`

	// Debtors is how many owe it, at least 1 where anything is demanded. Share is what this
	// recipient owes of it, öre; 0: the whole, together with the others (solidariskt).
	Debtors int          `json:"debtors"`
	Share   money.Amount `json:"share,omitempty"`

	DueOn calendar.Date `json:"due_on"` // None where a reconsidered claim keeps its day
	Pay   PayTo         `json:"pay"`
	// ReviewMonths is how long reconsideration can be asked for, from the day the person got
	// the decision (parameter final_force_months, SFB 113:19).
	ReviewMonths int `json:"review_months"`
	// LateInterest: what is paid late bears interest (SFB 108:19 and the like).
	LateInterest bool `json:"late_interest,omitempty"`
	// Reviewed: another decision was looked at anew; nil when this is the first.
	Reviewed *Reviewed `json:"reviewed,omitempty"`
}

// Reviewed is what was looked at anew: because somebody asked for a reconsideration (SFB 113:7),
// because the agency did so itself (SFB 113:3), or because a court had tried it (SFB 113:16).
type Reviewed struct {
	Was money.Amount `json:"was"` // what was demanded before, öre
	// AppealMonths is how long the outcome of a reconsideration can be appealed, from the day
	// the person got it (parameter appeal_months, SFB 113:20); 0 of the others.
	AppealMonths int           `json:"appeal_months,omitempty"`
	OwnMotion    bool          `json:"own_motion,omitempty"`
	Court        string        `json:"court,omitempty"` // one of Courts; "" when it is no judgment
	JudgedOn     calendar.Date `json:"judged_on,omitzero"`
	Judgment     string        `json:"judgment,omitempty"` // its number
}

// Courts are the courts that try a decision, from the first.
var Courts = []string{"forvaltningsratten", "kammarratten", "hfd"}

// Cause is who or what brought the wrong payment about, as a letter says it.
type Cause string

// The causes.
const (
	CauseWrongInformation Cause = "wrong-information" // the person stated something wrong
	CauseNotReported      Cause = "not-reported"      // the person did not report a change
	CauseAgency           Cause = "agency"            // the agency's own error
	CauseOther            Cause = "other-party"       // an employer, a provider, another authority
	CauseSettlement       Cause = "settlement"        // nobody's error: a preliminary amount was settled
	CauseUnknown          Cause = "unknown"
)

// Components are what is owed, öre.
type Components struct {
	Principal money.Amount `json:"principal"`
	Charge    money.Amount `json:"charge,omitempty"` // of the capital, without interest
	Interest  money.Amount `json:"interest,omitempty"`
	Fee       money.Amount `json:"fee,omitempty"`
	Cost      money.Amount `json:"cost,omitempty"`
}

// Total is the sum of the components.
func (c *Components) Total() money.Amount {
	return c.Principal + c.Charge + c.Interest + c.Fee + c.Cost
}

// Reminder reminds of a claim that was not paid when it fell due (HANTF 10).
type Reminder struct {
	Subject
	DecidedOn calendar.Date `json:"decided_on"`
	Due       calendar.Date `json:"due"` // when it was to be paid
	Owed      Components    `json:"owed"`
	// Yours is what this recipient can be asked for, öre.
	Yours  money.Amount  `json:"yours"`
	PayBy  calendar.Date `json:"pay_by"`
	Pay    PayTo         `json:"pay"`
	Public bool          `json:"public"` // the decision can be enforced as it is (UB 3:1)
}

// InterestRun is the interest of a run of days.
type InterestRun struct {
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	On     money.Amount  `json:"on"`  // the principal it was computed on
	Ppm    int64         `json:"ppm"` // the rate a year, millionths
	Law    statute.Ref   `json:"law,omitempty"`
	Amount money.Amount  `json:"amount"`
}

// Demand is a debt-collection demand (inkassokrav) with what INKL 5 asks for. DemandFacts
// takes it from recover/enforcement.
type Demand struct {
	Subject
	Creditor  string        `json:"creditor"`
	DecidedOn calendar.Date `json:"decided_on"`
	Ground    statute.Ref   `json:"ground"`
	Owed      Components    `json:"owed"` // with interest through the day of the letter
	Yours     money.Amount  `json:"yours"`
	Accrued   []InterestRun `json:"accrued,omitempty"`
	Settled   money.Amount  `json:"settled,omitempty"` // of the accrued interest: paid or let off before
	// LateFrom is from when interest goes on, with the rate of today; None: it bears none.
	LateFrom calendar.Date `json:"late_from"`
	LatePpm  int64         `json:"late_ppm,omitempty"`
	LateLaw  statute.Ref   `json:"late_law,omitempty"`
	Until    calendar.Date `json:"until"` // the last day to pay or object
	Pay      PayTo         `json:"pay"`
}

// Instalment is one payment of a plan.
type Instalment struct {
	Due    calendar.Date `json:"due"`
	Amount money.Amount  `json:"amount"`
}

// Terms are an instalment plan as a letter states it.
type Terms struct {
	Number      string       `json:"number,omitempty"`
	Claims      []string     `json:"claims"`
	Debt        money.Amount `json:"debt"`     // owed on the day, with the set-up fee
	Interest    money.Amount `json:"interest"` // during the plan, if it is paid as it says
	SetUp       money.Amount `json:"set_up,omitempty"`
	Notices     money.Amount `json:"notices,omitempty"`
	Instalments []Instalment `json:"instalments"`
	// InterestUnknown: a rate of the coming days is not known, so Interest and the last
	// instalments may change.
	InterestUnknown bool  `json:"interest_unknown,omitempty"`
	Pay             PayTo `json:"pay"`
}

// PlanOffer offers an instalment plan.
type PlanOffer struct {
	Subject
	Terms
	AnswerBy calendar.Date `json:"answer_by"`
	Why      string        `json:"why,omitempty"` // what was asked for and is met in another way, in Swedish
}

// PlanConfirmed confirms a plan that was agreed.
type PlanConfirmed struct {
	Subject
	Terms
	AgreedOn calendar.Date `json:"agreed_on"`
}

// PlanBreach tells that a plan is not kept, and what follows.
type PlanBreach struct {
	Subject
	Number string        `json:"number"`
	Missed []Instalment  `json:"missed"`
	Owed   Components    `json:"owed"`
	Broken bool          `json:"broken"` // the plan has ended by it; otherwise it can still be kept
	PayBy  calendar.Date `json:"pay_by"`
	Pay    PayTo         `json:"pay"`
}

// missing is what was not paid of the plan, öre.
func (b *PlanBreach) missing() (sum money.Amount) {
	for _, n := range b.Missed {
		sum += n.Amount
	}
	return sum
}

// Limitation tells that a claim is time barred and no longer to be paid.
type Limitation struct {
	Subject
	DecidedOn calendar.Date `json:"decided_on"`
	LastDay   calendar.Date `json:"last_day"` // the last day it could be demanded
	Left      money.Amount  `json:"left"`     // what was owed and falls away, öre
	Law       statute.Ref   `json:"law"`
}

// Refund tells that money comes back to the person.
type Refund struct {
	Subject
	Amount   money.Amount  `json:"amount"`
	Interest money.Amount  `json:"interest,omitempty"`
	Why      string        `json:"why"`     // in Swedish
	PaidOn   calendar.Date `json:"paid_on"` // when it is or was paid out; None: when an account is known
	Law      statute.Ref   `json:"law,omitempty"`
}

// HandOver tells that a claim has been handed over to Kronofogden.
type HandOver struct {
	Subject
	DecidedOn  calendar.Date `json:"decided_on"`
	Due        calendar.Date `json:"due"`
	Final      calendar.Date `json:"final"`
	HandedOn   calendar.Date `json:"handed_on"`
	Owed       Components    `json:"owed"`
	InterestTo calendar.Date `json:"interest_to"`
	Civil      bool          `json:"civil,omitempty"` // an order to pay is applied for first (BFL); otherwise the decision is enforced (UB 3:1)
}
