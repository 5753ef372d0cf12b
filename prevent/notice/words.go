package notice

// Language is the language of words for people.
type Language string

// The languages.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// text is the Swedish words unless the language is English.
func (l Language) text(sv, en string) string {
	if l == English {
		return en
	}
	return sv
}

type wording struct{ sv, en string }

// of is the words of a code; the code itself when it has none.
func of[C ~string](l Language, words map[C]wording, code C) string {
	w, ok := words[code]
	if !ok {
		return string(code)
	}
	return l.text(w.sv, w.en)
}

var stateWords = map[State]wording{
	ToPlace:   {"att placera", "to place"},
	Waiting:   {"väntar", "waiting"},
	UnderWay:  {"pågår", "under way"},
	Answered:  {"besvarad", "answered"},
	Withdrawn: {"återtagen", "withdrawn"},
	Closed:    {"avslutad", "closed"},
}

// Text is the state in words.
func (s State) Text(l Language) string { return of(l, stateWords, s) }

var actionWords = map[Action]wording{
	Amount: {"ompröva beloppet", "examine the amount again"},
	Right:  {"ompröva rätten", "examine the right again"},
	SGI:    {"ompröva SGI", "examine the SGI again"},
	Payee:  {"ompröva vem eller vart det betalas", "examine who or where is paid"},
	None:   {"ingenting", "nothing"},
}

// Text is the action in words.
func (a Action) Text(l Language) string { return of(l, actionWords, a) }

var ruleWords = map[Rule]wording{
	FromDay:               {"från dagen för ändringen", "from the day of the change"},
	FromMonthAfter:        {"från månaden efter ändringen", "from the month after the change"},
	FromMonthAfterOrFirst: {"från månaden efter ändringen, samma månad om den skedde den första", "from the month after the change, the same month if it was on the first"},
	FromMonthAfterFetched: {"från månaden efter att myndigheten själv hämtat uppgiften", "from the month after the agency itself fetched it"},
	FromSGI:               {"SGI från dagen för ändringen; i utbetalning tidigast från ersättningsperioden då myndigheten fick veta det", "the SGI from the day of the change; for payment at the earliest from the benefit period in which the agency learnt of it"},
	FromNextPayment:       {"från nästa utbetalning", "from the next payment"},
	FromOpen:              {"handläggaren avgör dagen", "the case worker decides the day"},
	FromNone:              {"ändrar ingenting", "changes nothing"},
}

// Text is the rule in words.
func (r Rule) Text(l Language) string { return of(l, ruleWords, r) }

var sourceWords = map[Source]wording{
	ByPerson:  {"den enskilde", "the person"},
	ByAgency:  {"en annan myndighet", "another agency"},
	ByControl: {"en kontroll", "a control"},
}

// Text is the source in words.
func (s Source) Text(l Language) string { return of(l, sourceWords, s) }

var channelWords = map[Channel]wording{
	ByWeb:     {"Mina sidor", "the person's own pages"},
	ByPhone:   {"telefon", "telephone"},
	ByLetter:  {"brev", "letter"},
	ByVisit:   {"besök", "visit"},
	ByMessage: {"meddelande mellan system", "message between systems"},
	ByFile:    {"uppgift som redan fanns", "what was already on file"},
}

// Text is the channel in words.
func (c Channel) Text(l Language) string { return of(l, channelWords, c) }

var outcomeWords = map[Outcome]wording{
	Changed:   {"förmånen ändrades", "the benefit was changed"},
	NoEffect:  {"prövad, ingen ändring", "examined, no change"},
	Ended:     {"förmånen upphörde", "the benefit ended"},
	ToInquiry: {"till utredning om återkrav", "to an inquiry about repayment"},
}

// Text is the outcome in words.
func (o Outcome) Text(l Language) string { return of(l, outcomeWords, o) }

var dutyWords = map[Duty]wording{
	DutyKept:    {"anmält i tid", "reported in time"},
	DutyLate:    {"anmält för sent", "reported late"},
	DutyNone:    {"ingen anmälan behövdes: myndigheten visste", "no report was needed: the agency knew"},
	DutyMissed:  {"inte anmält i tid", "not reported in time"},
	DutyUnknown: {"går inte att avgöra: det är inte känt när den enskilde fick veta", "cannot be told: it is not known when the person learnt of it"},
}

// Text is the finding in words.
func (d Duty) Text(l Language) string { return of(l, dutyWords, d) }

var paymentWords = map[Payment]wording{
	PaymentBefore:  {"besvarad före nästa utbetalning", "answered before the next payment"},
	PaymentAfter:   {"besvarad efter nästa utbetalning", "answered after the next payment"},
	PaymentAhead:   {"hinner före nästa utbetalning", "still before the next payment"},
	PaymentPassed:  {"nästa utbetalning har passerat", "the next payment has passed"},
	PaymentUnknown: {"utbetalningsdagen är inte känd", "the pay day is not known"},
}

// Text is the finding in words.
func (p Payment) Text(l Language) string { return of(l, paymentWords, p) }

var reasonWords = map[Reason]wording{
	NoRow:        {"tabellen säger ingenting om förmånen", "the table says nothing of the benefit"},
	KnownNone:    {"påverkas inte", "is not affected"},
	EndedAlready: {"hade upphört före ändringen", "had ended before the change"},
	NotReached:   {"nåddes inte när anmälan kom", "was not reached when the notice came in"},
	NowLifted:    {"visade sig inte vara berörd", "proved not to be concerned"},
}

// Text is the reason in words.
func (r Reason) Text(l Language) string { return of(l, reasonWords, r) }

// Text is what a fact says, in a language. It holds what is stated about a person.
func (f Fact) Text(l Language) string {
	switch b := f.Body.(type) {
	case Receive:
		return l.text("anmälan kom in", "the notice came in")
	case Place:
		return l.text("en handläggare placerade den hos ", "a case worker placed it with ") + names(l, b.Benefits) + ": " + b.Why
	case Take:
		unit := ""
		if b.Unit != "" {
			unit = ", " + b.Unit
		}
		return nameOf(l, b.Benefit) + l.text(": tagen", ": taken") + unit
	case Answer:
		text := nameOf(l, b.Benefit) + ": " + b.Outcome.Text(l)
		if b.Decision != "" {
			text += ", " + b.Decision
		}
		if b.EffectFrom.String() != "" {
			text += l.text(", från ", ", from ") + b.EffectFrom.String()
		}
		if b.Text != "" {
			text += ". " + b.Text
		}
		return text
	case Correct:
		return l.text("uppgifterna rättades: ", "what was stated was corrected: ") + b.Why
	case Withdraw:
		return l.text("den enskilde tog tillbaka anmälan: ", "the person withdrew the notice: ") + b.Why
	case Close:
		return l.text("avslutad: ", "closed: ") + b.Why
	case Strike:
		return l.text("struken uppgift: ", "struck fact: ") + b.Why
	}
	return ""
}
