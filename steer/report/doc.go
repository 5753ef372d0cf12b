// Package report lays out the reports to the government from figures that
// package indicator computes. A report is first a value (Recovery), then a few
// tables of cells that remember which figure, period and benefit they show; text,
// CSV, XLSX, HTML and the web page all render those same tables, so they cannot
// differ. JSON is the value itself.
//
// What this package does not do: it computes no figure of its own beyond shares
// and sums over benefits. Small numbers by benefit are shown unless HideSmall was called,
// as it is for what leaves the agency.
package report
