SELECT Payload AS PayloadBinary, Version
FROM GrainState
WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = ifnull(@GrainIdExtensionString, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1;
