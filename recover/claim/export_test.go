package claim

import "fmt"

// Dump is everything in columns but the law they were made by, to compare them
// whole.
func Dump(c *Columns) string {
	x := *c.compacted()
	x.tail, x.law, x.lawDigest = nil, nil, 0
	return fmt.Sprintf("%+v", x)
}
