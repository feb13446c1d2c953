// What a script imports: one function.
int __add_one(int val) { return 1 + val; }
