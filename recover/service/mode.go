package service

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Mode is how a decision is served, as it stands in the event.
type Mode string

// The modes (DELGL 2). Electronic and Forwarded are ordinary service by another way.
const (
	Ordinary           Mode = "ordinary"             // by post, with a receipt (vanlig delgivning)
	Electronic         Mode = "electronic"           // electronically, with a receipt
	Forwarded          Mode = "forwarded"            // by post through Skatteverket, to a protected person
	Oral               Mode = "oral"                 // read to the recipient (muntlig)
	Simplified         Mode = "simplified"           // the letter, and a message about it the next day (förenklad)
	SpecialLegalPerson Mode = "special_legal_person" // särskild delgivning med juridisk person
	Bailiff            Mode = "bailiff"              // stämningsman
	Publication        Mode = "publication"          // kungörelse
	Availability       Mode = "availability"         // tillgänglighetsdelgivning, since 2023
)

// Proof is what the day of service is known from.
type Proof uint8

// The proofs.
const (
	ByReceipt  Proof = iota // the recipient's receipt
	ByReading               // a note of who read it to whom
	ByTime                  // nothing: it takes effect so many days after sending or decision
	ByDelivery              // the bailiff's certificate
	Unknown                 // not known
)

// Rule is what a mode means.
type Rule struct {
	Mode  Mode
	Law   statute.Ref
	Proof Proof
	Days  string // the parameter of the days, for ByTime
	Says  string // when the recipient is served
}

var rules = []Rule{
	{Ordinary, "DELGL 16", ByReceipt, "", "when he has received it"},
	{Electronic, "DELGL 16", ByReceipt, "", "when he has received it"},
	{Forwarded, "DELGL 16", ByReceipt, "", "when he has received it"},
	{Oral, "DELGL 19", ByReading, "", "when it has been read to him"},
	{Simplified, "DELGL 22", ByTime, statute.ServiceAfterSendingDays, "two weeks after it was sent"},
	{SpecialLegalPerson, "DELGL 27", ByTime, statute.ServiceAfterSendingDays, "two weeks after it was sent"},
	{Bailiff, "DELGL 31", ByDelivery, "", "when it has been handed to him, or to one the law puts in his place"},
	{Publication, "DELGL 47", ByTime, statute.ServicePublicationDays, "two weeks after the decision on publication"},
	{Availability, "DELGL 52", Unknown, "", "not known"},
}

// Modes lists the modes with what they mean.
func Modes() []Rule { return append([]Rule(nil), rules...) }

// Rule is what the mode means; false for a word that is no mode.
func (m Mode) Rule() (Rule, bool) {
	for _, r := range rules {
		if r.Mode == m {
			return r, true
		}
	}
	return Rule{}, false
}

// modeOf is the mode an event states. A sending that states none is by post.
func modeOf(e *claim.Event) Mode {
	if e.Mode == "" {
		return Ordinary
	}
	return Mode(e.Mode)
}

// Moment is the day a recipient is served by a mode, and by which paragraph. Day is
// when it was received, read or handed over; for the modes that take effect by time
// it is the day of sending, or of the decision on publication. A *position.Refusal
// says that the moment of the mode is not known, or that there is no such mode; a
// *statute.MissingError that the number of days is not known for the day.
func Moment(mode Mode, day calendar.Date, p *statute.Parameters) (calendar.Date, statute.Ref, error) {
	r, ok := mode.Rule()
	switch {
	case !ok:
		return calendar.None, "", unknownMode(mode)
	case r.Proof == Unknown:
		return calendar.None, r.Law, &position.Refusal{Code: "moment-unknown", Law: r.Law,
			Why: fmt.Sprintf("when %s service takes effect is not known; serve in another mode", mode)}
	case r.Proof != ByTime:
		return day, r.Law, nil
	}
	v, err := p.Value(r.Days, day)
	if err != nil {
		return calendar.None, r.Law, fmt.Errorf("when %s service of %s takes effect: %w", mode, day, err)
	}
	return day.AddDays(int(v.Int64)), r.Law, nil
}

func unknownMode(mode Mode) error {
	names := ""
	for i, r := range rules {
		if i > 0 {
			names += ", "
		}
		names += string(r.Mode)
	}
	return &position.Refusal{Code: "mode-unknown", Law: "DELGL 2", Why: fmt.Sprintf("%q is no mode of service; the modes are %s", mode, names)}
}
