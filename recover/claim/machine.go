package claim

import (
	"fmt"
	"math/bits"
	"strings"

	"balans/law/calendar"
)

// Machine is one of the small machines that together say where a claim stands.
// Each is a table: from which state, by what, to which.
type Machine uint8

// The machines. What is paid is not one of them: it follows from the balances,
// see MoneyOf.
const (
	LegalMachine      Machine = iota // the decision
	ServiceMachine                   // the service of the decision, debtor by debtor
	CollectionMachine                // how payment is pursued
	HandoverMachine                  // what is handed over to Kronofogden, and the messages about it
	PlanMachine                      // the instalment plan
	ContestMachine                   // reconsideration and appeal
	machineCount      = iota
)

// String returns the machine's name, such as "collection".
func (m Machine) String() string {
	if m < machineCount {
		return machines[m].name
	}
	return fmt.Sprintf("machine(%d)", uint8(m))
}

// Machines lists every machine.
func Machines() []Machine {
	all := make([]Machine, machineCount)
	for i := range all {
		all[i] = Machine(i)
	}
	return all
}

// States lists the names of a machine's states, in order.
func (m Machine) States() []string { return machines[m].names }

// IsEnd reports whether nothing is waited for in the state: no time runs out
// there, and the machine may rest.
func (m Machine) IsEnd(state string) bool {
	for i, name := range machines[m].names {
		if name == state {
			return machines[m].ends.has(uint8(i))
		}
	}
	return false
}

// Governs reports whether the kind moves the machine, or is let through by it
// in some states only.
func (m Machine) Governs(k Kind) bool { return governed[k]&(1<<m) != 0 }

// cause is what moves a machine: a kind of event, the waiver of all that is
// left, or a timer.
type cause uint8

const (
	causeWholeWaiver = cause(kindCount)
	firstTimer       = cause(kindCount) + 1
	causeCount       = int(firstTimer) + timerCount
)

func (t Timer) cause() cause { return firstTimer + cause(t) }

func (c cause) String() string {
	switch {
	case c < causeWholeWaiver:
		return Kind(c).String()
	case c == causeWholeWaiver:
		return "waived (all that is left)"
	}
	return "timer " + Timer(c-firstTimer).String()
}

// circumstance is what else a transition may depend on.
type circumstance uint8

const (
	civil         circumstance = 1 << iota // pursued on the civil track
	mistaken                               // condictio indebiti; civil too
	titled                                 // an enforcement title has been granted
	overdue                                // the due date has passed
	demanded                               // a demand has been sent
	circumstances = 1 << iota
)

var circumstanceNames = []string{"civil track", "mistaken payment", "titled", "overdue", "demanded"}

// guarding is the circumstances a row needs and those it must not meet.
type guarding struct{ need, not circumstance }

func (g guarding) holds(c circumstance) bool { return c&g.need == g.need && c&g.not == 0 }

func (g guarding) String() string {
	var words []string
	for i, name := range circumstanceNames {
		switch bit := circumstance(1 << i); {
		case g.not&bit&civil != 0:
			words = append(words, "public track")
		case g.need&bit != 0:
			words = append(words, name)
		case g.not&bit != 0:
			words = append(words, "not "+name)
		}
	}
	return strings.Join(words, ", ")
}

// Guards that several rows share.
var (
	always    = guarding{}
	onCivil   = guarding{need: civil}
	onPublic  = guarding{not: civil}
	ifMistake = guarding{need: mistaken}
)

// states is a set of states of one machine.
type states uint32

func in[S ~uint8](list ...S) states {
	var set states
	for _, s := range list {
		set |= 1 << s
	}
	return set
}

func (set states) has(s uint8) bool { return set>>s&1 != 0 }

// row is one line of a machine's table, for several states and causes at once.
type row struct {
	from states
	by   []cause
	when guarding
	to   uint8
}

// stay is the target of what may happen in a state without moving it. A row
// that names its own state as target begins the state anew: its time counts
// from then.
const stay = 0xff

func by(kinds ...Kind) []cause {
	list := make([]cause, len(kinds))
	for i, k := range kinds {
		list[i] = cause(k)
	}
	return list
}

func at(timers ...Timer) []cause {
	list := make([]cause, len(timers))
	for i, t := range timers {
		list[i] = t.cause()
	}
	return list
}

// machine is the table of one machine. Natural says where a kind leads that
// comes where no row expects it: a history taken over from another system skips
// steps. Fixed states are not left that way.
type machine struct {
	name    string
	names   []string
	start   uint8
	ends    states
	rows    []row
	natural []row
	fixed   states
}

// A cell of a compiled table is the next state, and these.
const (
	unexpected = 0x80 // no row says so
	anew       = 0x40 // the state begins anew
	stateMask  = 0x3f
)

// compile lays the table out so that one look-up gives the next state.
func (m *machine) compile() []uint8 {
	cells := make([]uint8, len(m.names)*causeCount*circumstances)
	for i := range cells {
		cells[i] = uint8(i/(causeCount*circumstances)) | unexpected
	}
	lay := func(r *row, from states, flag uint8) {
		for s := range uint8(len(m.names)) {
			for _, c := range r.by {
				for now := range circumstance(circumstances) {
					if !from.has(s) || !r.when.holds(now) {
						continue
					}
					next := r.to | anew
					if r.to == stay {
						next = s
					}
					cells[place(s, c, now)] = next | flag
				}
			}
		}
	}
	for i := range m.natural {
		lay(&m.natural[i], m.natural[i].from&^m.fixed, unexpected)
	}
	for i := range m.rows {
		lay(&m.rows[i], m.rows[i].from, 0)
	}
	return cells
}

func place(state uint8, c cause, now circumstance) int {
	return (int(state)*causeCount+int(c))*circumstances + int(now)
}

// tables are the machines compiled; governed says, for each cause, which
// machines have a row for it.
var tables, governed = func() (t [machineCount][]uint8, g [causeCount]uint8) {
	for i, m := range machines {
		t[i] = m.compile()
		for _, r := range m.rows {
			for _, c := range r.by {
				g[c] |= 1 << i
			}
		}
	}
	return
}()

// spot is the state of each machine and the day it began.
type spot struct {
	at    [machineCount]uint8
	since [machineCount]calendar.Date
}

// step moves every machine of the set that the cause governs and reports
// whether all of them have a row for it.
func (p *spot) step(c cause, of uint8, now circumstance, day calendar.Date) (expected bool) {
	expected = true
	for left := governed[c] & of; left != 0; left &= left - 1 {
		m := bits.TrailingZeros8(left)
		cell := tables[m][place(p.at[m], c, now)]
		if cell&unexpected != 0 {
			expected = false
		}
		if next := cell & stateMask; next != p.at[m] || cell&anew != 0 {
			p.at[m], p.since[m] = next, day
		}
	}
	return expected
}

// tick moves the machines that have a row for the timer in their present state.
func (p *spot) tick(t Timer, now circumstance, day calendar.Date) {
	for left := governed[t.cause()]; left != 0; left &= left - 1 {
		m := bits.TrailingZeros8(left)
		if cell := tables[m][place(p.at[m], t.cause(), now)]; cell&unexpected == 0 && cell&anew != 0 {
			p.at[m], p.since[m] = cell&stateMask, max(day, p.since[m])
		}
	}
}

// Transition is one line of a machine's table in words.
type Transition struct {
	From, By, When, To string
	Timer              bool // by time, not by an event
	Stays              bool // it may happen and moves nothing; otherwise To begins, if need be anew
}

// Transitions lists a machine's table, state by state.
func Transitions(m Machine) []Transition {
	var list []Transition
	t := machines[m]
	for s, name := range t.names {
		for _, r := range t.rows {
			if !r.from.has(uint8(s)) {
				continue
			}
			to := name
			if r.to != stay {
				to = t.names[r.to]
			}
			for _, c := range r.by {
				list = append(list, Transition{name, c.String(), r.when.String(), to, c >= firstTimer, r.to == stay})
			}
		}
	}
	return list
}
