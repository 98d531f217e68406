// Package view lays a program version and a learner's pieces out as what the
// search needs: a tree of few kinds of nodes, sets as bits over the pieces,
// scopes, shares. Everything that needs no search is decided here; nothing is
// searched. The engine turns a [Tree] into a solve.Problem by scaling amounts
// and copying (ADR 0005).
//
// How each construct of the language arrives in the parts of the ADR:
//
//	language                    tree                           solve.Problem
//	--------------------------  -----------------------------  ------------------------------
//	all, any                    All, Any                       All, Any
//	choose count                Choose with K                  Choose
//	choose count + credits      Choose, condition on credits   Choose + AtLeastCredits
//	choose credits              Take over the parts' items     Take, NeedCredits
//	item                        Take of 1 over one item        Take, NeedItems 1
//	series                      All of one Take an item        All of Takes
//	take items/credits          Take                           Take, NeedItems, NeedCredits
//	take distinct               Take with By and Distinct      Take, NeedDistinct, Class
//	take same                   Any of one Take a class        Any of Takes
//	take free                   Take with Free                 Take, Free
//	held, competency,           Fixed: yes, no or open         Fixed, Holds = (Truth == Yes);
//	milestone, unknown                                         open: the verdict is undecided
//	if/then/else                the branch that the test       whatever the branch is; open:
//	                            opens                          Any[All[then, else], Fixed open]
//	changes                     the changed need               the need
//	where (any depth)           narrower sets below            Set
//	gpa                         condition MeanAtLeast
//	limits in node/program      conditions, here or at the top AtMostItems, AtMostCredits
//	limits in record            Tree.Record                    conditions at the node above all
//	                                                           programs
//	limits each class           one condition a class          AtMost… a class
//	limits split                Condition.Split                the pieces of the set become
//	                                                           several items
//	minima, residence           conditions AtLeast…            AtLeastItems, AtLeastCredits
//	scope                       Node.Scope
//	shares                      Tree.Shares, between Takes or  Share
//	                            scopes; a part with several
//	                            Takes becomes a scope
//	maxUses                     Tree.MaxUses                   MaxUses
//	recommended                 Tree.Advice, no node           nothing: never owed
//	free-text conditions        Node.Texts                     nothing: shown, a person looks
//	exceptions                  waive: Fixed yes; substitute,  sets, needs, credits of items
//	                            force, block, pin: bits;
//	                            threshold: needs; credits: the
//	                            piece
//
// Sets have two parts: Yes is certain, Maybe adds what a person must judge (a
// grade that cannot be compared). A tree that is satisfied with Yes is
// satisfied; one that is satisfied only with Maybe is undecided.
package view
