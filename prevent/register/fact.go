package register

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Kind is what sort of fact it is.
type Kind uint8

// The kinds, and which fields of a Fact each uses beside Party, Source and ID.
const (
	NoKind      Kind = iota
	Absence          // From = To the day, Status TFP or FP, Employer, Period, Spec, Extent or Hours
	Income           // From-To and Period the month, Employer, Amount cash and Benefits of a month, Spec (0: not from AGI)
	Declared         // Party the employer, Period: its declaration for the month has come in; Status InPart: not all of it
	Permit           // residence: Status is a PermitStatus, From-To its days, Other its ground; see PermitStatus
	Population       // Status is a PopulationStatus, From the day
	JobSeeker        // registered with Arbetsförmedlingen From-To, Extent of the time sought
	A1               // covered by another state's legislation, or by Sweden's, From-To, Other the state, Status issued or withdrawn
	Foreign          // income from abroad From-To, Other the state, Status its sort, Amount for the period
	SickPay          // sick pay from Employer, From-To, Extent
	Account          // money goes to the account Other from From
	Phone            // reached on the number Other from From
	Assistance       // hours of assistance done From-To: Other the assistant or provider, Hours
	Institution      // in an institution, school or daily activity From-To, Other which
	SGI              // the sickness-benefit qualifying income decided From-To: Amount a year, Status employment or other
	Name             // what a person is called from From: Other the name, given names first. No control reads it
	kinds
)

// Fact is what another agency, an employer or the agency's own case system has told of a
// party. Of facts with the same party, kind, source and id the one known last counts.
type Fact struct {
	Kind      Kind
	Source    string // who tells, such as skatteverket
	ID        string // the source's own; for absence and income it is made of the key AGI corrects by
	Party     identity.Number
	From, To  calendar.Date // days, both included; To None: open
	Period    calendar.Date // first day of the month it was declared for; None for kinds without
	Status    string
	Other     string
	Employer  identity.Number // who employs; None for kinds without
	Spec      int32           // AGI specification number
	Amount    money.Amount    // öre
	Benefits  money.Amount    // öre of taxable benefits in kind beside Amount; Income only
	Extent    int32           // hundredths of a percent of full time; 0: not stated
	Hours     int32           // hundredths of an hour; 0: not stated
	Text      string
	Withdrawn bool             // the source takes back the fact with this id
	Delivery  string           // the delivery it came in
	Known     calendar.Instant // when it became known here
}

// Days is the days of the fact.
func (f *Fact) Days() calendar.Period { return calendar.Period{From: f.From, To: f.To} }

// The statuses of Permit facts. What each does to a benefit is a control's to say.
const (
	PermitGranted   = "granted"            // valid From-To; Other its ground
	PermitApplied   = "renewal-applied"    // From is the day the application came in; Other the ground applied for
	PermitRefused   = "renewal-refused"    // From the decision, To the last day of voluntary departure or None
	PermitFinal     = "refusal-final"      // From the day the refusal became final
	PermitRevoked   = "revoked"            // From the day the revocation has effect
	PermitExpulsion = "expulsion"          // From the day an expulsion or refusal of entry is final
	PermitCitizen   = "citizen"            // a citizen of Sweden from From: no permit is needed
	PermitEUResides = "right-of-residence" // a citizen of the union: no permit is needed
	PermitAsylum    = "asylum-support"     // supported as an asylum seeker From-To
)

// The statuses of Population facts.
const (
	Dead       = "dead"
	Emigrated  = "emigrated"
	Immigrated = "immigrated"
	Protected  = "protected" // the identity is protected From-To
	Guardian   = "child"     // Other is the number of a child the party has custody of, From-To
)
