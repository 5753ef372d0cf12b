package recheck

import (
	"strconv"
	"strings"

	"balans/law/calendar"
)

// what is a kind of event, as far as it says something about the principal or
// about what is true of a claim.
type what uint8

const (
	nothing what = iota // told of, and changes neither
	dispatched
	served
	notServed
	paid
	reversed
	planAgreed
	planEnded
	planBreached
	planReinstated
	deferralGranted
	deferralEnded
	setoffStarted
	setoffEnded
	referred
	returned
	preservationStarted
	preservationEnded
	restructuringStarted
	restructuringEnded
	changed
	waived
	annulled
	timeBarred
	writtenOff
	reviewAsked // by reconsideration or appeal
	reconsidered
	judged
	stayOrdered
	stayEnded
	orderApplied
	orderEnded
	titleGranted
	handoverSent
	handoverRefused
	recallAsked
	recallRefused
	messageSent
	messageAnswered
	paused
	resumed
	died
	guardianAppointed
	guardianEnded
	identityProtected
	protectionEnded
	bankruptcyStarted
	bankruptcyEnded
	charged // a fee or a cost
	refunded
	creditMoved
	demanded
	noticed // a reminder or demand reached the debtor
)

// whats holds the stored kinds without the prefix claim. and the version.
var whats = map[string]what{
	"dispatched": dispatched, "served": served, "registered_not_served": notServed,
	"paid": paid, "payment_reversed": reversed,
	"plan_agreed": planAgreed, "plan_ended": planEnded, "plan_breached": planBreached, "plan_reinstated": planReinstated,
	"deferral_granted": deferralGranted, "deferral_ended": deferralEnded,
	"setoff_started": setoffStarted, "setoff_ended": setoffEnded,
	"referred": referred, "returned": returned,
	"preservation_started": preservationStarted, "preservation_ended": preservationEnded,
	"restructuring_started": restructuringStarted, "restructuring_ended": restructuringEnded,
	"changed": changed, "waived": waived,
	"annulled": annulled, "time_barred": timeBarred, "written_off": writtenOff,
	"reconsideration_asked": reviewAsked, "appealed": reviewAsked, "reconsideration_decided": reconsidered, "judged": judged,
	"stay_ordered": stayOrdered, "stay_ended": stayEnded,
	"order_applied": orderApplied, "order_ended": orderEnded, "title_granted": titleGranted,
	"handover_sent": handoverSent, "handover_refused": handoverRefused,
	"recall_asked": recallAsked, "recall_refused": recallRefused,
	"message_sent": messageSent, "message_answered": messageAnswered,
	"paused": paused, "resumed": resumed,
	"debtor_died": died, "guardian_appointed": guardianAppointed, "guardian_ended": guardianEnded,
	"identity_protected": identityProtected, "protection_ended": protectionEnded,
	"bankruptcy_started": bankruptcyStarted, "bankruptcy_ended": bankruptcyEnded,

	"fee_charged": charged, "refunded": refunded, "credit_moved": creditMoved, "demanded": demanded, "notice_received": noticed,

	// Facts that neither the principal nor what is compared here depends on.
	"service_attempted": nothing, "mail_returned": nothing, "service_failed": nothing, "address_found": nothing,
	"reminded": nothing, "acknowledged": nothing,
	"plan_offered": nothing, "plan_lapsed": nothing, "review_served": nothing,
	"order_disputed":    nothing, // the district court goes on with the same application
	"handover_accepted": nothing, // a receipt; the hand-over is open until it is registered or refused
	"respite_granted":   nothing, "limitation_extended": nothing, "estate_notified": nothing,
}

// whatOf reads a stored kind. Of the kinds whose money may be divided by law
// there is a second version, which books nothing.
func whatOf(kind string) (w what, byLaw, ok bool) {
	name, versioned := strings.CutPrefix(kind, "claim.")
	name, version, cut := strings.Cut(name, "/")
	w, ok = whats[name]
	byLaw = version == "2"
	ok = ok && versioned && cut && (version == "1" || byLaw && (w == paid || w == reversed || w == waived))
	return w, byLaw, ok
}

// value finds a name in a body, which is name=value pairs with single spaces
// between them.
func value(body, name string) (string, bool) {
	for body != "" {
		end := strings.IndexByte(body, ' ')
		if end < 0 {
			end = len(body)
		}
		if pair := body[:end]; strings.HasPrefix(pair, name) && len(pair) > len(name) && pair[len(name)] == '=' {
			return pair[len(name)+1:], true
		}
		body = body[min(end+1, len(body)):]
	}
	return "", false
}

// ore reads an amount of a body; not stated is 0.
func ore(body, name string) (v int64, stated, ok bool) {
	text, stated := value(body, name)
	if !stated {
		return 0, false, true
	}
	v, err := strconv.ParseInt(text, 10, 64)
	return v, true, err == nil
}

// life is what has become of a claim.
type life struct {
	principal, netPaid, written int64 // written: principal waived in part
	// byLaw: money came in or was waived that nobody booked, so that what is
	// left of the principal depends on interest and fees: see account.
	byLaw   bool
	capital int64 // by the account
	truths
}

// truths are what is true of a claim at the same time.
type truths struct {
	sent, reached, unreached                       bool
	plan, broken, deferral                         bool
	setoff, kfm, preserved, restructuring          bool
	disputed, stayed, resting                      bool
	applied, titled, handing, recalling, messaging bool
	deceased, guarded, protected, bankrupt         bool
	over                                           bool
}

func (l *life) live(f *fact) {
	l.byLaw = l.byLaw || f.byLaw
	switch f.what {
	case paid:
		l.netPaid += f.principal
	case reversed:
		l.netPaid -= f.principal
	case changed:
		l.principal = f.amount
	case waived:
		if f.amount == 0 && !f.byLaw {
			l.over = true // all that was left
		} else {
			l.written += f.principal
		}
	case annulled, timeBarred, writtenOff:
		l.over = true
	default:
		l.agency(f.what)
		l.enforcement(f.what)
		l.debtor(f.what)
	}
}

// agency is what the agency and the courts do.
func (l *truths) agency(w what) {
	switch w {
	case dispatched:
		l.sent = true
	case served:
		l.reached = true
		l.unreached = false
	case notServed:
		l.unreached = true
	case planAgreed, planReinstated:
		l.plan = true
		l.broken = false
	case planBreached:
		l.plan = false
		l.broken = true
	case planEnded:
		l.plan = false
		l.broken = false
	case deferralGranted, deferralEnded:
		l.deferral = w == deferralGranted
	case setoffStarted, setoffEnded:
		l.setoff = w == setoffStarted
	case reviewAsked, reconsidered:
		l.disputed = w == reviewAsked
	case judged:
		l.disputed = false
		l.stayed = false // a stay holds until the case is judged
	case stayOrdered, stayEnded:
		l.stayed = w == stayOrdered
	case paused, resumed:
		l.resting = w == paused
	}
}

// enforcement is what passes between the agency and Kronofogden.
func (l *truths) enforcement(w what) {
	switch w {
	case orderApplied, orderEnded:
		l.applied = w == orderApplied
	case titleGranted:
		l.titled = true
		l.applied = false
	case handoverSent, handoverRefused:
		l.handing = w == handoverSent
	case referred: // registered there, which answers what was sent
		l.kfm = true
		l.handing = false
		l.applied = false
	case recallAsked, recallRefused:
		l.recalling = w == recallAsked
	case messageSent, messageAnswered:
		l.messaging = w == messageSent
	case returned: // and nothing of it waits for an answer there
		l.kfm = false
		l.recalling = false
		l.messaging = false
	case preservationStarted, preservationEnded:
		l.preserved = w == preservationStarted
	}
}

// debtor is what happens to those who owe the claim.
func (l *truths) debtor(w what) {
	switch w {
	case restructuringStarted, restructuringEnded:
		l.restructuring = w == restructuringStarted
	case died:
		l.deceased = true
	case guardianAppointed, guardianEnded:
		l.guarded = w == guardianAppointed
	case identityProtected, protectionEnded:
		l.protected = w == identityProtected
	case bankruptcyStarted, bankruptcyEnded:
		l.bankrupt = w == bankruptcyStarted
	}
}

func (l *life) outstanding() int64 {
	if l.byLaw {
		return l.capital
	}
	return l.principal - l.netPaid - l.written
}

// newClaims begin on this day; from then on a claim at KFM is closed in the
// agency's books (FK 2024/028035).
var newClaims = calendar.New(2022, 9, 1)

// closed reports whether the claim is out of the stock whatever is left of it.
func (l *life) closed(decidedOn calendar.Date) bool {
	return l.over || decidedOn >= newClaims && l.kfm
}

func (l *life) inStock(decidedOn calendar.Date) bool {
	return !l.closed(decidedOn) && l.outstanding() > 0
}

type condition struct {
	name  string
	force bool
}

// conditions says what is in force, by the names of figure definitions.
func (l *truths) conditions() [23]condition {
	return [...]condition{
		{"dispatched", l.sent}, {"served", l.reached}, {"registered_unserved", l.unreached},
		{"in_plan", l.plan}, {"plan_broken", l.broken}, {"deferred", l.deferral}, {"setting_off", l.setoff}, {"at_kfm", l.kfm},
		{"preserved", l.preserved}, {"restructuring", l.restructuring},
		{"contested", l.disputed}, {"stayed", l.stayed}, {"paused", l.resting},
		{"order_pending", l.applied}, {"titled", l.titled}, {"handover_open", l.handing}, {"recall_open", l.recalling}, {"message_open", l.messaging},
		{"deceased", l.deceased}, {"under_guardian", l.guarded}, {"protected", l.protected}, {"in_bankruptcy", l.bankrupt},
		{"ended", l.over},
	}
}
