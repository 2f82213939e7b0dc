_asana() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}"
    local current="${line##*[[:space:]]}"
    local before="${current%"${current##*[=:]}"}"
    COMPREPLY=($(asana completion words "$line" 2>/dev/null))
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o default -F _asana asana
