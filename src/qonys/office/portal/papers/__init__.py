"""Letters on screen: anybody checks one, its family and officers fetch it, officers issue and revoke."""
