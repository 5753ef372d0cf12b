package enforcement

import "strings"

// Answers to which a code may be given.
const (
	OnHandover = "handover"
	OnRecall   = "recall"
	OnMessage  = "message"
)

// Code is why Kronofogden refuses a hand-over, a recall or a message, and what to do
// then. The codes are our own: Kronofogden's are not known.
type Code struct {
	Name  string
	To    []string // which answers it is given to
	Means string
	Do    string
}

var codes = []Code{
	{"debtor_unknown", []string{OnHandover}, "the number belongs to nobody Kronofogden can find", "check the debtor's number; correct the decision or hand it over anew"},
	{"debtor_deceased", []string{OnHandover, OnMessage}, "the debtor has died", "record the death; hand it over against the estate"},
	{"not_final", []string{OnHandover}, "final force is not shown", "check the proof of service of every debtor; hand it over anew with it"},
	{"title_incomplete", []string{OnHandover}, "the decision is missing or says too little", "send the decision with the next hand-over"},
	{"amount_unclear", []string{OnHandover, OnMessage}, "the components do not add up or cannot be told apart", "compare with the account; hand it over anew, or send the message again"},
	{"below_minimum", []string{OnHandover}, "the amount is below the least that is taken", "collect it here, or pause or write it off"},
	{"time_barred", []string{OnHandover, OnMessage}, "the claim is time barred", "compare the last day and its chain; book the limitation if it is right"},
	{"already_registered", []string{OnHandover}, "the claim is registered already", "compare what is booked with what Kronofogden has"},
	{"being_collected", []string{OnRecall}, "collection has gone too far to be undone now", "wait for the outcome; ask again afterwards"},
	{"wages_attached", []string{OnRecall}, "wages are attached for the claim", "wait for the outcome; ask again afterwards"},
	{"written_off", []string{OnRecall, OnMessage}, "Kronofogden has written the claim off", "record it as returned, written off; decide here what then"},
	{"unknown_case", []string{OnRecall, OnMessage}, "Kronofogden has no such case", "compare what is booked with what Kronofogden has"},
}

// Codes lists the codes.
func Codes() []Code { return append([]Code(nil), codes...) }

// CodeOf is the code of a name, for an answer; false when there is none.
func CodeOf(name, answer string) (Code, bool) {
	for _, c := range codes {
		for _, to := range c.To {
			if c.Name == name && to == answer {
				return c, true
			}
		}
	}
	return Code{}, false
}

// codeNames are the codes for an answer, for messages.
func codeNames(answer string) string {
	var names []string
	for _, c := range codes {
		if _, ok := CodeOf(c.Name, answer); ok {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ", ")
}
