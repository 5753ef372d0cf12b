package main

import (
	"cmp"
	"context"
	"flag"
	"os"
	"strings"

	"balans/access"
	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// The environment variables of who writes letters.
const (
	envSenderName    = "BALANS_SENDER_NAME"
	envSenderContact = "BALANS_SENDER_CONTACT"
	envPayTo         = "BALANS_PAY_TO"
)

const senderHelp = `--sender-name, --sender-contact and --pay-to are what decisions and letters say of the agency; without them none are
ordered. BALANS_SENDER_NAME, BALANS_SENDER_CONTACT (lines with | between) and BALANS_PAY_TO stand in for flags that are not given.`

// senderOptions is who writes letters, and where claims are paid.
type senderOptions struct {
	name, payTo string
	contact     linesFlag
}

// linesFlag is a flag that may be given several times.
type linesFlag []string

func (l *linesFlag) Set(s string) error {
	*l = append(*l, s)
	return nil
}

func (l *linesFlag) String() string { return strings.Join(*l, "|") }

func (o *senderOptions) flags(fs *flag.FlagSet) {
	fs.StringVar(&o.name, "sender-name", "", "who writes letters: the agency's `NAME`")
	fs.Var(&o.contact, "sender-contact", "a `LINE` of how to reach it; may be given several times")
	fs.StringVar(&o.payTo, "pay-to", "", "the `ACCOUNT` claims are paid to, such as \"bankgiro 5050-1055\"")
}

// complete takes what flags did not give from the environment.
func (o *senderOptions) complete() error {
	o.name, o.payTo = cmp.Or(o.name, os.Getenv(envSenderName)), cmp.Or(o.payTo, os.Getenv(envPayTo))
	if lines := os.Getenv(envSenderContact); len(o.contact) == 0 && lines != "" {
		o.contact = strings.Split(lines, "|")
	}
	if (o.name == "") != (len(o.contact) == 0) {
		return usage("--sender-name and --sender-contact go together: a letter says who writes it and how to reach them")
	}
	return nil
}

// isComplete reports whether a decision can be written.
func (o *senderOptions) isComplete() bool { return o.name != "" && o.payTo != "" }

func (o *senderOptions) sender() letter.Sender {
	return letter.Sender{Name: o.name, Contact: o.contact}
}

// office is what decisions say of the agency, and the law as known now.
func (o *senderOptions) office(ctx context.Context, j *journal.Journal) (*inquiry.Office, error) {
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	settings, err := parameter.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	law, err := claim.NewLawBook(base, settings)
	if err != nil {
		return nil, err
	}
	staff, err := access.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	now := calendar.InstantOf(j.Now())
	return &inquiry.Office{Sender: o.sender(), Account: o.payTo, Parameters: law.Parameters(now), Terms: law.TermsOf(now), Name: func(id string) string {
		if x, ok := staff.Staff(id, now.Date(), now); ok {
			return x.Name
		}
		return id
	}}, nil
}
