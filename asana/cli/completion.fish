complete -c asana -f -a '(asana completion words (commandline -cp) 2>/dev/null)'
