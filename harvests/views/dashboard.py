"""The director's page."""

from django.shortcuts import render

from growers.access import reads


@reads
def dashboard(request):
    """M1."""
    return render(request, "harvests/dashboard.html", {})
