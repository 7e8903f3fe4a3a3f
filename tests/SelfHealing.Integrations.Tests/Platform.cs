using System.Runtime.Versioning;

// The tests make executable files and real hooks.
[assembly: SupportedOSPlatform("linux")]
