// Package access says who may see and do what, and remembers who saw what. So
// far it holds the reading log: a line for every view of a person's facts,
// written before they are shown.
//
// To come here: sign-in and roles, relations between staff and cases, protected
// persons, and the second person who must approve. Until then the doors hold a
// table of permissions of their own.
//
// What this package does not do: it shows nothing, and it reads no facts about
// claims or benefits.
package access
