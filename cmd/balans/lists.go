package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

// printList prints a list of codes, and reports whether there is one of the name.
func printList(w io.Writer, name string) bool {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer tw.Flush()
	switch name {
	case "benefits":
		printBenefits(tw)
	case "kinds":
		for _, k := range claim.Kinds() {
			fmt.Fprintf(tw, "%s\t%s\n", k, report.KindText(k, report.English))
		}
	case "parameters":
		for _, p := range indicator.Parameters() {
			for i, o := range p.Options {
				standard := ""
				if i == 0 {
					standard = " (used unless another is chosen)"
				}
				fmt.Fprintf(tw, "%s\t%s=%s\t%s %s%s\n", p.ID, p.Name, o.Value, p.En, o.En, standard)
			}
		}
	default:
		return false
	}
	return true
}

// printBenefits prints the catalogue of benefits.
func printBenefits(w io.Writer) {
	fmt.Fprintln(w, "code\tname\tlaw\tpaid to\ttaxed\trests on\tpaid\tmay be held\titem")
	for _, b := range benefit.All() {
		held := "no"
		switch {
		case b.MayHold():
			held = "yes"
		case b.Marks().MayHold == 'U':
			held = "unknown"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", b, b.NameSv(), b.Law(), b.Payee(), b.Tax(), b.Basis(), b.Form(), held, b.Item())
	}
}
