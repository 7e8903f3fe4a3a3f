SELECT Payload AS PayloadBinary, Version
FROM GrainState
WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = coalesce(@GrainIdExtensionString::text, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1;
