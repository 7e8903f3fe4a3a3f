UPDATE GrainState
SET Version = Version + 1, Payload = NULL, ModifiedAt = strftime('%Y-%m-%dT%H:%M:%fZ')
WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = ifnull(@GrainIdExtensionString, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1
    AND Version = @GrainStateVersion;
SELECT CASE changes() WHEN 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
