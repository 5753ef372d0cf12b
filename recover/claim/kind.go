package claim

import "fmt"

// Kind is what happened to a claim. The stored name of a kind never changes.
type Kind uint8

// The kinds, in the order of a usual life. Paragraphs and guards: see guard.go.
const (
	Decided Kind = iota
	Dispatched
	Served
	RegisteredNotServed
	Paid
	PaymentReversed
	PlanAgreed
	PlanEnded
	DeferralGranted
	DeferralEnded
	SetoffStarted
	SetoffEnded
	Referred
	Returned
	PreservationStarted
	PreservationEnded
	RestructuringStarted
	RestructuringEnded
	Changed
	Waived
	Annulled
	TimeBarred
	WrittenOff
	kindCount
)

var kindNames = [kindCount]string{
	"decided", "dispatched", "served", "registered_not_served",
	"paid", "payment_reversed",
	"plan_agreed", "plan_ended", "deferral_granted", "deferral_ended",
	"setoff_started", "setoff_ended", "referred", "returned",
	"preservation_started", "preservation_ended",
	"restructuring_started", "restructuring_ended",
	"changed", "waived", "annulled", "time_barred", "written_off",
}

// String returns the stored name, such as "registered_not_served".
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

var kindsByName = func() map[string]Kind {
	m := make(map[string]Kind, 2*len(kindNames))
	for i, name := range kindNames {
		m[name] = Kind(i)
	}
	// Spellings that other systems' exports use for the same event.
	for alias, k := range map[string]Kind{
		"referred_to_kfm": Referred, "returned_from_kfm": Returned,
		"set_off_started": SetoffStarted, "set_off_ended": SetoffEnded,
		"preservation_start": PreservationStarted, "preservation_end": PreservationEnded,
		"restructuring_start": RestructuringStarted, "restructuring_end": RestructuringEnded,
		"changed_amount": Changed,
	} {
		m[alias] = k
	}
	return m
}()

// ParseKind reads a stored name or one of the few spellings other systems use.
func ParseKind(name string) (Kind, bool) {
	k, ok := kindsByName[name]
	return k, ok
}

// Kinds lists every kind in order.
func Kinds() []Kind {
	all := make([]Kind, kindCount)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// NeedsAmount reports whether an event of this kind must state an amount above 0.
func (k Kind) NeedsAmount() bool { return k == Paid || k == PaymentReversed || k == Changed }

// MayHaveAmount reports whether an event of this kind may state an amount. For
// Waived none means the whole remaining principal, for Referred the principal
// outstanding at that moment.
func (k Kind) MayHaveAmount() bool {
	return k.NeedsAmount() || k == Waived || k == Referred || k == WrittenOff || k == Returned || k == PlanAgreed ||
		k == TimeBarred || k == Annulled || k == SetoffStarted || k == Decided
}

// EndsClaim reports whether the kind is terminal whatever the balance.
func (k Kind) EndsClaim() bool { return k == Annulled || k == TimeBarred || k == WrittenOff }
