package assignment

// Move is a row of the machine: what may be recorded of an assignment in a state, and
// where that leads.
type Move struct {
	From State
	Kind string // the fact's, such as KindStarted
	When string // "" always
	To   State  // the state itself where it leads nowhere
}

// Conditions of moves.
const (
	SomeLeft = "something is left to deliver"
	NoneLeft = "nothing is left to deliver"
)

// machine is what may be recorded in each state. What stands in no row is refused. A fact
// of an earlier day is judged by the state of that day.
var machine = []Move{
	{Open, KindStarted, "", Started},
	{Open, KindDelivered, SomeLeft, PartlyDelivered},
	{Open, KindDelivered, NoneLeft, Delivered},
	{Open, KindExtended, "", Open},
	{Open, KindReminder, "", Open},
	{Open, KindClosed, "", Closed},
	{Started, KindDelivered, SomeLeft, PartlyDelivered},
	{Started, KindDelivered, NoneLeft, Delivered},
	{Started, KindExtended, "", Started},
	{Started, KindReminder, "", Started},
	{Started, KindClosed, "", Closed},
	{PartlyDelivered, KindStarted, "", PartlyDelivered},
	{PartlyDelivered, KindDelivered, SomeLeft, PartlyDelivered},
	{PartlyDelivered, KindDelivered, NoneLeft, Delivered},
	{PartlyDelivered, KindExtended, "", PartlyDelivered},
	{PartlyDelivered, KindReminder, "", PartlyDelivered},
	{PartlyDelivered, KindClosed, "", Closed},
	{Delivered, KindStarted, "", Delivered},
	{Delivered, KindClosed, "", Closed},
}

// anytime is what may be recorded in every state, and leads nowhere.
var anytime = []string{KindUnit, KindPartner, KindDocument, KindSucceeds, KindNoted, KindStruck}

// Machine is the table of what may be recorded in each state and where it leads. Beside it
// the unit, partners, documents, links, notes and strikes may be recorded in every state
// and lead nowhere (a strike leads to where the other facts lead).
func Machine() []Move { return append([]Move(nil), machine...) }

// may says whether a kind of fact may be recorded in a state.
func may(s State, kind string) bool {
	for _, k := range anytime {
		if k == kind {
			return true
		}
	}
	for _, m := range machine {
		if m.From == s && m.Kind == kind {
			return true
		}
	}
	return false
}
