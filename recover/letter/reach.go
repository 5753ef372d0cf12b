package letter

import (
	"io"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/identity"
)

// ReachHeader is the columns of a file of what is known of recipients. protection is none,
// marked, protected or unknown; the others are yes or no. A person * stands for everybody the
// file does not name; without that row they are not known.
var ReachHeader = []string{"person", "protection", "mailbox", "pages", "dead", "estate"}

// ReadReach reads a file of what is known of recipients. The answer is what it says of a
// party; of one it does not name, that nothing is known.
func ReadReach(file string, in io.Reader) (func(identity.Number) Reach, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: ReachHeader, MaxLine: 1024, Private: true})
	if err != nil {
		return nil, err
	}
	known := map[identity.Number]Reach{}
	var rest *Reach
	type row struct {
		who identity.Number
		Reach
	}
	for x := range rows.Read(r, func(_ int, f []string) row {
		var x row
		if f[0] == "*" {
			if rest != nil {
				r.Refuse(0, 0, "the row of everybody else once")
			}
		} else {
			n, why := field.Party(f[0])
			if x.who = n; why != "" {
				r.Refuse(0, 0, why)
			} else if _, twice := known[n]; twice {
				r.Refuse(0, 0, "a person once")
			}
		}
		switch p := Protection(f[1]); p {
		case Unprotected, Marked, Protected:
			x.Protection = p
		case "unknown":
		default:
			r.Refuse(1, 0, "none, marked, protected or unknown")
		}
		for i, into := range []*bool{&x.Mailbox, &x.Pages, &x.Dead, &x.Estate} {
			if *into = f[2+i] == "yes"; f[2+i] != "yes" && f[2+i] != "no" {
				r.Refuse(2+i, 0, "yes or no")
			}
		}
		return x
	}) {
		if x.who == identity.None {
			rest = &x.Reach
			continue
		}
		known[x.who] = x.Reach
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return func(n identity.Number) Reach {
		if x, ok := known[n]; ok || rest == nil {
			return x
		}
		return *rest
	}, nil
}
