package access

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// mostText is the most characters of a text that a fact takes.
const mostText = 500

var (
	isCode = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	isID   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)
)

func (Staff) kind() string      { return KindStaff }
func (Left) kind() string       { return KindLeft }
func (Grant) kind() string      { return KindGranted }
func (Delegation) kind() string { return KindDelegated }
func (Tie) kind() string        { return KindTied }
func (Ended) kind() string      { return KindEnded }
func (Override) kind() string   { return KindOverridden }

func (b Staff) on() calendar.Date      { return b.From }
func (b Left) on() calendar.Date       { return b.Last }
func (b Grant) on() calendar.Date      { return b.From }
func (b Delegation) on() calendar.Date { return b.From }
func (b Tie) on() calendar.Date        { return b.From }
func (b Ended) on() calendar.Date      { return b.Last }
func (b Override) on() calendar.Date   { return b.From.Date() }

func (b Staff) check() error {
	if k := b.Number.Kind(); k != identity.Person && k != identity.Coordination {
		return errors.New("the number of one of the staff is a person's own, without it own matters and family cannot be told")
	}
	return first(checkID("the id", b.ID), period(b.From, b.To), plain("name", b.Name), plain("unit", b.Unit))
}

func (b Left) check() error {
	return first(checkID("staff", b.Staff), dated("last", b.Last), plain("why", b.Why))
}

func (b Grant) check() error {
	if _, ok := RoleOf(b.Role); !ok || b.Role == Visitor {
		return fmt.Errorf("there is no role %q to grant; there are %s", b.Role, strings.Join(grantable(), ", "))
	}
	for i, code := range b.Benefits {
		if !isCode.MatchString(code) || i > 0 && b.Benefits[i-1] >= code {
			return fmt.Errorf("the benefits are codes in order, each once, not %v", b.Benefits)
		}
	}
	if b.Unit != "" {
		if err := plain("unit", b.Unit); err != nil {
			return err
		}
	}
	return first(checkID("the id", b.ID), checkID("staff", b.Staff), period(b.From, b.To), plain("why", b.Why))
}

func (b Delegation) check() error {
	if _, ok := RoleOf(b.Role); b.Role != "" && (!ok || b.Role == Visitor) {
		return fmt.Errorf("there is no role %q to delegate; there are %s", b.Role, strings.Join(grantable(), ", "))
	}
	if b.Giver == b.Taker {
		return errors.New("nobody delegates to himself or herself")
	}
	return first(checkID("the id", b.ID), checkID("giver", b.Giver), checkID("taker", b.Taker), dated("to", b.To), period(b.From, b.To), plain("why", b.Why))
}

func (b Tie) check() error {
	if b.To.Kind() == identity.Unknown {
		return errors.New("a tie is to a person or an organisation, by number")
	}
	return first(checkID("the id", b.ID), checkID("staff", b.Staff), dated("from", b.From), plain("why", b.Why))
}

func (b Ended) check() error {
	return first(checkID("the id", b.ID), dated("last", b.Last), plain("why", b.Why))
}

func (b Override) check() error {
	if k := b.Party.Kind(); k == identity.Unknown {
		return errors.New("an override is for the matter of one person or organisation")
	}
	if b.From <= 0 || b.Until <= b.From {
		return errors.New("an override ends after it begins")
	}
	return first(checkID("the id", b.ID), checkID("actor", b.Actor), plain("reason", b.Reason))
}

// grantable is the roles that can be given.
func grantable() (ids []string) {
	for _, r := range roles {
		if r.ID != Visitor {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// first is the first of the errors that is one.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkID also keeps identity numbers out of ids, which stand in lists and logs, and out of
// its own errors.
func checkID(name, id string) error {
	if !isID.MatchString(id) {
		return fmt.Errorf("%s is 1 to 63 letters, digits, dots, hyphens and underscores, and begins with a letter or digit", name)
	}
	if n, err := identity.Parse(id); err == nil && n.Kind() != identity.Organisation {
		return fmt.Errorf("%s is an identity number; it would stand in lists and logs: use another", name)
	}
	return nil
}

// The days a fact may name; the journal keeps no others.
var firstDay, lastDay = calendar.New(1900, 1, 1), calendar.New(2999, 12, 31)

func dated(name string, d calendar.Date) error {
	if d == calendar.None || d < firstDay || d > lastDay {
		return fmt.Errorf("%s is to be a day between %s and %s", name, firstDay, lastDay)
	}
	return nil
}

func period(from, to calendar.Date) error {
	if err := dated("from", from); err != nil || to == calendar.None {
		return err
	}
	if to < from {
		return fmt.Errorf("the last day, %s, lies before the first, %s", to, from)
	}
	return dated("to", to)
}

// plain refuses what cannot be stored or is not there. The text is not repeated: it may be
// a person's.
func plain(name, text string) error {
	switch {
	case text == "":
		return fmt.Errorf("%s is missing", name)
	case !journal.Plain(text):
		return fmt.Errorf("%s holds a line break, another control character or text that is not UTF-8; write it on one line", name)
	case strings.TrimSpace(text) != text:
		return fmt.Errorf("%s begins or ends with a space", name)
	case utf8.RuneCountInString(text) > mostText:
		return fmt.Errorf("%s has %d characters, at most %d are kept", name, utf8.RuneCountInString(text), mostText)
	}
	return nil
}
