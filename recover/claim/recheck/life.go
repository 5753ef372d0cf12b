package recheck

import (
	"strconv"
	"strings"

	"balans/law/calendar"
)

// what is a kind of event.
type what uint8

const (
	dispatched what = iota + 1
	served
	notServed
	paid
	reversed
	planAgreed
	planEnded
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
)

var whats = map[string]what{
	"claim.dispatched/1": dispatched, "claim.served/1": served, "claim.registered_not_served/1": notServed,
	"claim.paid/1": paid, "claim.payment_reversed/1": reversed,
	"claim.plan_agreed/1": planAgreed, "claim.plan_ended/1": planEnded,
	"claim.deferral_granted/1": deferralGranted, "claim.deferral_ended/1": deferralEnded,
	"claim.setoff_started/1": setoffStarted, "claim.setoff_ended/1": setoffEnded,
	"claim.referred/1": referred, "claim.returned/1": returned,
	"claim.preservation_started/1": preservationStarted, "claim.preservation_ended/1": preservationEnded,
	"claim.restructuring_started/1": restructuringStarted, "claim.restructuring_ended/1": restructuringEnded,
	"claim.changed/1": changed, "claim.waived/1": waived,
	"claim.annulled/1": annulled, "claim.time_barred/1": timeBarred, "claim.written_off/1": writtenOff,
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
	principal, netPaid, written                           int64 // written: principal waived in part
	sent, reached, unreached                              bool
	plan, deferral, setoff, kfm, preserved, restructuring bool
	over                                                  bool
}

func (l *life) live(f *fact) {
	switch f.what {
	case dispatched:
		l.sent = true
	case served:
		l.reached = true
		l.unreached = false
	case notServed:
		l.unreached = true
	case paid:
		l.netPaid += f.principal
	case reversed:
		l.netPaid -= f.principal
	case planAgreed, planEnded:
		l.plan = f.what == planAgreed
	case deferralGranted, deferralEnded:
		l.deferral = f.what == deferralGranted
	case setoffStarted, setoffEnded:
		l.setoff = f.what == setoffStarted
	case referred, returned:
		l.kfm = f.what == referred
	case preservationStarted, preservationEnded:
		l.preserved = f.what == preservationStarted
	case restructuringStarted, restructuringEnded:
		l.restructuring = f.what == restructuringStarted
	case changed:
		l.principal = f.amount
	case waived:
		if f.amount == 0 {
			l.over = true // all that was left
		} else {
			l.written += f.principal
		}
	case annulled, timeBarred, writtenOff:
		l.over = true
	}
}

func (l *life) outstanding() int64 { return l.principal - l.netPaid - l.written }

// newClaims begin on this day; from then on a claim at KFM is closed in the
// agency's books (FK 2024/028035).
var newClaims = calendar.New(2022, 9, 1)

func (l *life) inStock(decidedOn calendar.Date) bool {
	if l.over || l.outstanding() <= 0 {
		return false
	}
	return decidedOn < newClaims || !l.kfm
}

type condition struct {
	name  string
	force bool
}

// conditions says what is in force, by the names of figure definitions.
func (l *life) conditions() [10]condition {
	return [10]condition{
		{"dispatched", l.sent}, {"served", l.reached}, {"registered_unserved", l.unreached},
		{"in_plan", l.plan}, {"deferred", l.deferral}, {"setting_off", l.setoff}, {"at_kfm", l.kfm},
		{"preserved", l.preserved}, {"restructuring", l.restructuring}, {"ended", l.over},
	}
}
