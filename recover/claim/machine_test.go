package claim_test

import (
	"slices"
	"strings"
	"testing"

	"balans/recover/claim"
)

// machineFaults holds a table against the rules for tables: every state can be
// reached and left by time, each has a way to an end, and nothing leads to two
// states at once.
func machineFaults(start string, isEnd func(string) bool, states []string, table []claim.Transition) (faults []string) {
	leads := map[string][]string{}
	timed, seenBy := map[string]bool{}, map[string][]claim.Transition{}
	for _, r := range table {
		leads[r.From] = append(leads[r.From], r.To)
		timed[r.From] = timed[r.From] || r.Timer && timerByDate(r.By)
		for _, other := range seenBy[r.From+r.By] {
			if !disjoint(r.When, other.When) {
				faults = append(faults, "two ways by "+r.By+" from "+r.From)
			}
		}
		seenBy[r.From+r.By] = append(seenBy[r.From+r.By], r)
	}
	reached := map[string]bool{start: true}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		for _, to := range leads[queue[0]] {
			if !reached[to] {
				reached[to] = true
				queue = append(queue, to)
			}
		}
	}
	ending := map[string]bool{}
	for range states {
		for _, s := range states {
			ending[s] = ending[s] || isEnd(s) || slices.ContainsFunc(leads[s], func(to string) bool { return ending[to] })
		}
	}
	for _, s := range states {
		if !reached[s] {
			faults = append(faults, s+" cannot be reached")
		}
		if !ending[s] {
			faults = append(faults, s+" has no way to an end")
		}
		if !isEnd(s) && !timed[s] {
			faults = append(faults, s+" is not left by time")
		}
	}
	return faults
}

func timerByDate(by string) bool {
	return slices.ContainsFunc(claim.Timers(), func(t claim.Timer) bool { return "timer "+t.String() == by && t.ByDate() })
}

// disjoint reports whether two guards cannot hold at once: one needs what the
// other excludes.
func disjoint(a, b string) bool {
	excludes := func(a, b string) bool {
		for w := range strings.SplitSeq(a, ", ") {
			if w == "civil track" && strings.Contains(b, "public track") || w != "" && slices.Contains(strings.Split(b, ", "), "not "+w) {
				return true
			}
		}
		return false
	}
	return excludes(a, b) || excludes(b, a)
}

func TestMachines_haveNoDeadEndsAndOneWayAtATime(t *testing.T) {
	for _, m := range claim.Machines() {
		for _, fault := range machineFaults(m.States()[0], m.IsEnd, m.States(), claim.Transitions(m)) {
			t.Errorf("%s: %s", m, fault)
		}
	}
}

// The check itself finds each fault in a table that has it.
func TestMachineFaults_areFound(t *testing.T) {
	row := func(from, by, when, to string) claim.Transition {
		return claim.Transition{From: from, By: by, When: when, To: to, Timer: strings.HasPrefix(by, "timer ")}
	}
	sound := []claim.Transition{row("a", "paid", "titled", "b"), row("a", "paid", "not titled", "a"), row("a", "timer worklist", "", "a")}
	isEnd := func(s string) bool { return s == "b" }
	for name, x := range map[string]struct {
		states []string
		table  []claim.Transition
		want   string
	}{
		"sound":       {[]string{"a", "b"}, sound, ""},
		"unreachable": {[]string{"a", "b", "c"}, append(slices.Clone(sound), row("c", "timer worklist", "", "b")), "c cannot be reached"},
		"no end":      {[]string{"a", "b", "c"}, append(slices.Clone(sound), row("a", "served", "", "c"), row("c", "timer worklist", "", "c")), "c has no way to an end"},
		"no timer":    {[]string{"a", "b"}, sound[:2], "a is not left by time"},
		"by balances": {[]string{"a", "b"}, append(slices.Clone(sound[:2]), row("a", "timer settled", "", "b")), "a is not left by time"},
		"two ways":    {[]string{"a", "b"}, append(slices.Clone(sound), row("a", "paid", "overdue", "b")), "two ways by paid from a, two ways by paid from a"},
	} {
		if got := strings.Join(machineFaults("a", isEnd, x.states, x.table), ", "); got != x.want {
			t.Errorf("%s: found %q, expected %q", name, got, x.want)
		}
	}
}

// ungoverned are the kinds that move no machine, and why.
var ungoverned = map[claim.Kind]string{
	claim.Paid: "moves the balances", claim.PaymentReversed: "moves the balances", claim.FeeCharged: "moves the balances",
	claim.Refunded: "moves the balances", claim.CreditMoved: "moves the balances",
	claim.NoticeReceived: "moves the limitation", claim.Acknowledged: "moves the limitation",
	claim.DebtorDied: "about the debtor", claim.EstateNotified: "about the debtor", claim.GuardianAppointed: "about the debtor",
	claim.GuardianEnded: "about the debtor", claim.IdentityProtected: "about the debtor", claim.ProtectionEnded: "about the debtor",
	claim.BankruptcyStarted: "about the debtor", claim.BankruptcyEnded: "about the debtor",
}

func TestMachines_governEveryKindThatIsNotLeftOut(t *testing.T) {
	for _, k := range claim.Kinds() {
		by := 0
		for _, m := range claim.Machines() {
			if m.Governs(k) {
				by++
			}
		}
		if why, out := ungoverned[k]; out == (by > 0) {
			t.Errorf("%s is governed by %d machines, and left out: %q", k, by, why)
		}
	}
}

// A timer is in some table, and what the nightly run books when it strikes leads
// to the same state.
func TestTimers_areUsedAndAgreeWithWhatIsBooked(t *testing.T) {
	for _, timer := range claim.Timers() {
		used := false
		for _, m := range claim.Machines() {
			for _, r := range claim.Transitions(m) {
				if r.By != "timer "+timer.String() {
					continue
				}
				used = true
				books := timer.Rule().Books
				if books == claim.Decided || !m.Governs(books) {
					continue
				}
				booked := slices.ContainsFunc(claim.Transitions(m), func(o claim.Transition) bool {
					return o.By == books.String() && o.From == r.From && o.When == r.When && (o.To == r.To || r.To == r.From)
				})
				if !booked {
					t.Errorf("%s: %s leads from %s to %s, and %s does not", m, timer, r.From, r.To, books)
				}
			}
		}
		if r := timer.Rule(); !used || r.Name == "" || r.Owner == "" || r.Rule == "" || r.Law == "" {
			t.Errorf("the timer %s is in a table: %v; its rule: %+v", timer, used, r)
		}
	}
}

func TestMachines_statesHaveNames(t *testing.T) {
	for _, m := range claim.Machines() {
		seen := map[string]bool{}
		for _, s := range m.States() {
			if s == "" || seen[s] {
				t.Errorf("%s: the state %q is named twice or not at all", m, s)
			}
			seen[s] = true
		}
	}
	for got, want := range map[string]string{
		claim.Machine(99).String(): "machine(99)", claim.Timer(99).String(): "timer(99)", claim.LegalState(99).String(): "legal(99)",
		claim.Money(99).String(): "money(99)", claim.Shown(99).String(): "shown(99)", claim.CollectionHandedOver.String(): "handed_over",
		claim.ServiceDone.String(): "served", claim.HandoverBooked.String(): "booked", claim.PlanPaidUp.String(): "paid_up",
		claim.ContestOver.String(): "over", claim.LegalWrittenOff.String(): "written_off", claim.CollectionDone.String(): "done",
	} {
		if got != want {
			t.Errorf("%s, expected %s", got, want)
		}
	}
}
