#compdef asana
_asana() {
    local -a found=(${(f)"$(asana completion words "$LBUFFER" 2>/dev/null)"})
    compadd -Q -S '' -- ${(M)found:#*=}
    compadd -- ${found:#*=}
}
compdef _asana asana
